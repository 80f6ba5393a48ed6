//! All that developers and CI run.
fn main() {}
