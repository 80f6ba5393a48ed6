//! The command `rashomon`, as a library: finding and opening weights, fetching and reading documents, the subcommands.
//!
//! Only this crate (with the store and the Python module) touches files and the network.

pub mod cli;
pub mod commands;
pub mod config;
pub mod desk;
pub mod export;
pub mod fetch;
pub mod human;
pub mod input;
pub mod mcp;
pub mod models;
pub mod output;
pub mod pipeline;
pub mod reports;
pub mod shelf;
pub mod web;
pub mod wire;
pub mod work;
