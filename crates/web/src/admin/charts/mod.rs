//! Charts drawn on the server as SVG: rows, columns and an area.
//!
//! Every picture has a name and a description, tells its series apart by pattern as well as by colour, and stands beside a table with the
//! same numbers. Across, everything is a percentage; upwards, everything is in pixels: so text keeps its size from 320 pixels to a wide
//! screen. Colours are classes of the stylesheet; nothing here carries a style of its own (the CSP forbids it), and nothing here knows what
//! it draws.

mod area;
mod columns;
mod ink;
mod rows;
#[cfg(test)]
mod tests;

pub(super) use area::area;
pub(super) use columns::{Column, columns};
pub(super) use ink::{Series, Tone, swatch};
pub(super) use rows::{Row, rows};

/// What a picture is called, and what it shows in a sentence.
pub(super) struct Picture<'a> {
    /// A name that no other picture of the page has.
    pub(super) id: &'a str,
    /// Its name for people.
    pub(super) title: &'a str,
    /// What is to be seen in it.
    pub(super) about: &'a str,
}

impl Picture<'_> {
    /// The whole picture, `height` pixels high.
    fn drawn(&self, height: i64, body: &str) -> String {
        let Self { id, title, about } = self;
        format!(
            "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-about\" width=\"100%\" height=\"{height}\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-about\">{}</desc>\n{body}</svg>\n",
            ink::escaped(title),
            ink::escaped(about),
        )
    }
}
