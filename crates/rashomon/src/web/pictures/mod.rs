//! What the desk draws, without a line of script: pictures as SVG, each with the table that says the same.
//!
//! Every picture is a module with its data as a small struct of plain words and numbers, `draw`, which gives the SVG for a
//! width in pixels, and `table`, which gives all that was handed in, also what the picture had no room for. What is empty
//! draws nothing: `draw` says `None`, and the page says so in words.
//!
//! A picture is drawn for a width, since text that shrinks with its picture cannot be read on a telephone. [`figure`] puts
//! the two variants, [`WIDE`] and [`NARROW`], into one element; `pictures.css` shows the one that fits and lets a picture
//! that needs more room (a chain of many steps) be scrolled within its own box. The sizes of letters in `pictures.css` and in
//! [`text`] are the same, so that boxes computed here hold what the browser writes.
//!
//! All colours and letters are classes of `pictures.css`. No picture has a style, a script, an address that is loaded, or an
//! id without the prefix that it is given. Equal data give equal bytes: nothing looks at a clock or draws lots.

mod boxes;
#[cfg(test)]
mod colours;
mod dates;
#[cfg(test)]
mod hostile;
pub mod map;
pub mod matrix;
pub mod network;
pub mod positions;
pub mod sources;
mod svg;
mod table;
#[cfg(test)]
mod testing;
mod text;
pub mod timeline;

pub use table::{Cell, Table};

/// The width of a picture on a page that has room, in pixels.
pub const WIDE: u32 = 760;

/// The width of a picture on a telephone that is 390 pixels wide.
pub const NARROW: u32 = 358;

/// Both variants of a picture in the element of which `pictures.css` shows one; `None` where there is nothing to draw.
/// `draw` is given a prefix of its own for each, since ids must not meet on one page.
pub fn figure(prefix: &str, draw: impl Fn(&str, u32) -> Option<String>) -> Option<String> {
    let wide = draw(&format!("{prefix}-wide"), WIDE)?;
    let narrow = draw(&format!("{prefix}-narrow"), NARROW)?;
    Some(format!(
        "<div class=\"picture\"><div class=\"picture-wide\">{wide}</div><div class=\"picture-narrow\">{narrow}</div></div>"
    ))
}
