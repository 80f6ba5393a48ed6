//! Who may ask, and what a browser may do with the answer.
//!
//! A server on one's own machine is within reach of every page that one's browser opens. So each request passes four questions, in
//! this order: is it meant for this server ([`origin`]: a foreign name that leads here is how pages get past the browser's borders)?
//! Does another site ask? May whoever asks come in ([`session`])? Does a form that changes something come from one of our own pages
//! (the `csrf` field, [`session::Session`])? What goes out is fenced in by [`headers`].

pub mod headers;
pub mod keys;
pub mod marks;
pub mod origin;
pub mod rate;
pub mod session;
