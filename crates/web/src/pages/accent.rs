//! An organisation's accent colour: checked for contrast, made readable on light and dark ground, served as a tiny stylesheet.
//!
//! The colour an owner gives is a wish. What the pages use is that hue, darkened or lightened just so far that text in it
//! and text on it reach 4.5:1 (WCAG 2.2, 1.4.3). A colour that is no colour gives the product's own.

/// The least contrast between text and its ground.
pub const LEAST_CONTRAST: f64 = 4.5;

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

const WHITE: Colour = Colour::new(0xff, 0xff, 0xff);
const BLACK: Colour = Colour::new(0, 0, 0);
/// The light and the dark grounds of `tvasteg.css`: ground, then surface.
const LIGHT: [Colour; 2] = [Colour::new(0xf5, 0xf4, 0xf0), WHITE];
const DARK: [Colour; 2] = [Colour::new(0x13, 0x18, 0x16), Colour::new(0x1b, 0x22, 0x20)];
const INK_ON_DARK: Colour = Colour::new(0x0b, 0x12, 0x10);

impl Colour {
    /// A colour from its three parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(written: &str) -> Option<Self> {
        let digits = written.trim().strip_prefix('#')?;
        if !digits.is_ascii() || !matches!(digits.len(), 3 | 6) {
            return None;
        }
        let each = digits.len() / 3;
        let part = |n: usize| {
            let part = digits.get(n * each..(n + 1) * each)?;
            let value = u8::from_str_radix(part, 16).ok()?;
            Some(if each == 1 { value * 17 } else { value })
        };
        if !digits.chars().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        Some(Self::new(part(0)?, part(1)?, part(2)?))
    }

    /// The colour as a stylesheet writes it.
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The relative luminance of WCAG 2.2.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// This colour with `percent` of another in it.
    fn mixed(self, other: Self, percent: u16) -> Self {
        let mix = |own: u8, other: u8| {
            let sum = u16::from(own) * (100 - percent) + u16::from(other) * percent;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self::new(
            mix(self.red, other.red),
            mix(self.green, other.green),
            mix(self.blue, other.blue),
        )
    }
}

/// The contrast of two colours, from 1 (none) to 21 (black on white).
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Whether a colour can be used on the light pages as it is.
pub fn readable(accent: Colour) -> bool {
    LIGHT
        .iter()
        .all(|ground| contrast(accent, *ground) >= LEAST_CONTRAST)
}

/// The three colours that an accent sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shades {
    accent: Colour,
    on_accent: Colour,
    soft: Colour,
}

impl Shades {
    /// The nearest shade of `wish` towards `towards` that is readable on all `grounds` and on its own soft ground.
    fn near(wish: Colour, towards: Colour, grounds: [Colour; 2], on_accent: Colour) -> Self {
        let shade = |percent| {
            let accent = wish.mixed(towards, percent);
            Self {
                accent,
                on_accent,
                soft: grounds[1].mixed(accent, 12),
            }
        };
        (0..=100)
            .map(shade)
            .find(|shades| shades.readable(grounds))
            .unwrap_or_else(|| shade(100))
    }

    fn readable(self, grounds: [Colour; 2]) -> bool {
        [grounds[0], grounds[1], self.soft, self.on_accent]
            .into_iter()
            .all(|ground| contrast(self.accent, ground) >= LEAST_CONTRAST)
    }

    fn css(self) -> String {
        format!(
            ":root{{--accent:{};--on-accent:{};--accent-soft:{}}}",
            self.accent.css(),
            self.on_accent.css(),
            self.soft.css()
        )
    }
}

/// How an accent is seen on one kind of page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The page's ground.
    pub ground: String,
    /// The shade that is used there.
    pub accent: String,
    /// What is written on it.
    pub on_accent: String,
    /// Its contrast to the ground, in tenths, rounded down.
    pub contrast_tenths: i64,
    /// Whether it is the very colour that was wished for.
    pub kept: bool,
}

/// How an accent is seen on light and on dark pages; nothing where it is no colour.
pub fn seen(accent: &str) -> Option<[Seen; 2]> {
    let wish = Colour::parse(accent)?;
    let shades = [
        (Shades::near(wish, BLACK, LIGHT, WHITE), LIGHT[0]),
        (Shades::near(wish, WHITE, DARK, INK_ON_DARK), DARK[0]),
    ];
    Some(shades.map(|(shades, ground)| Seen {
        ground: ground.css(),
        accent: shades.accent.css(),
        on_accent: shades.on_accent.css(),
        contrast_tenths: tenths(contrast(shades.accent, ground)),
        kept: shades.accent == wish,
    }))
}

/// A contrast in tenths, rounded down: never told better than it is.
fn tenths(contrast: f64) -> i64 {
    (10..=210)
        .rev()
        .find(|tenths| contrast * 10.0 + 1e-9 >= f64::from(*tenths))
        .map_or(10, i64::from)
}

/// The stylesheet for an accent written as `#rgb` or `#rrggbb`; empty (the product's own colour) for anything else.
pub fn accent_css(accent: &str) -> String {
    let Some(wish) = Colour::parse(accent) else {
        return String::new();
    };
    let light = Shades::near(wish, BLACK, LIGHT, WHITE);
    let dark = Shades::near(wish, WHITE, DARK, INK_ON_DARK);
    format!(
        "{}@media (prefers-color-scheme:dark){{{}}}",
        light.css(),
        dark.css()
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn contrast_agrees_with_the_published_examples() {
        assert!((contrast(WHITE, BLACK) - 21.0).abs() < 0.001);
        assert!((contrast(WHITE, Colour::parse("#777").unwrap()) - 4.478).abs() < 0.001);
        assert!((contrast(Colour::parse("#0b5d4e").unwrap(), WHITE) - 7.77).abs() < 0.05);
    }

    #[test]
    fn every_accent_ends_readable_on_both_grounds() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let wish = Colour::new(red, green, blue);
                    assert!(
                        Shades::near(wish, BLACK, LIGHT, WHITE).readable(LIGHT),
                        "{} light",
                        wish.css()
                    );
                    assert!(
                        Shades::near(wish, WHITE, DARK, INK_ON_DARK).readable(DARK),
                        "{} dark",
                        wish.css()
                    );
                }
            }
        }
    }

    #[test]
    fn a_readable_accent_is_kept_as_it_is() {
        assert!(readable(Colour::parse("#0b5d4e").unwrap()));
        assert!(accent_css("#0b5d4e").starts_with(":root{--accent:#0b5d4e;--on-accent:#ffffff;"));
    }

    #[test]
    fn a_pale_accent_is_darkened() {
        assert!(!readable(Colour::parse("#ffcc00").unwrap()));
        assert!(!accent_css("#ffcc00").starts_with(":root{--accent:#ffcc00"));
    }

    #[test]
    fn what_an_owner_is_shown_is_what_the_stylesheet_sets() {
        for wish in ["#0b5d4e", "#ffcc00", "#000000", "#ffffff", "#c1272d"] {
            let css = accent_css(wish);
            for shade in seen(wish).unwrap() {
                assert!(
                    css.contains(&format!("--accent:{};", shade.accent)),
                    "{wish}"
                );
                assert!(shade.contrast_tenths >= 45, "{wish}");
                assert_eq!(shade.kept, shade.accent == wish);
            }
        }
        assert_eq!(seen("red"), None);
        assert_eq!(tenths(21.0), 210);
        assert_eq!(tenths(4.59), 45);
    }

    #[test]
    fn what_is_no_colour_gives_the_products_own() {
        for wish in [
            "",
            "red",
            "#12",
            "#12345",
            "#gggggg",
            "#åå",
            "#fff;}body{display:none",
            "#+1+1+1",
        ] {
            assert_eq!(accent_css(wish), "", "{wish:?}");
        }
    }
}
