//! The built command as it is called: exit codes, standard output, standard error.
//!
//! One binary, a module a theme. Tests that need weights look where the command keeps them and pass with a message
//! where there are none; `cargo xtask test` sees to it that they are there.

mod addresses;
mod carriers;
mod check;
mod command;
mod compare;
mod config;
mod desk;
mod exports;
mod input;
mod mcp;
mod parse;
mod read;
mod serve;
mod stories;
mod support;
