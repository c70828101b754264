//! What people call the model of an authenticator. A list of well-known ones with the date it was compiled stands beside this file.
//!
//! It names things and decides nothing: whoever makes a passkey may say it is of any model, unless its maker's attestation is demanded.

use std::sync::LazyLock;

use data_encoding::HEXLOWER;

type Named = ([u8; 16], &'static str);

static LIST: &str = include_str!("models.txt");

static MODELS: LazyLock<Vec<Named>> = LazyLock::new(|| lines().filter_map(read).collect());

/// The name of a model, where it is well known. Zeros are no model: whoever says them does not want to say.
pub(super) fn name_of(model: &[u8; 16]) -> Option<&'static str> {
    let at = MODELS.binary_search_by_key(model, |(model, _)| *model);
    at.ok().and_then(|at| MODELS.get(at)).map(|(_, name)| *name)
}

fn lines() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.starts_with('#'))
}

/// A line: `aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee Name of it`.
fn read(line: &'static str) -> Option<Named> {
    let (model, name) = line.split_once(' ')?;
    let model = HEXLOWER.decode(model.replace('-', "").as_bytes()).ok()?;
    Some((model.try_into().ok()?, name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn every_line_is_a_model_and_a_name() {
        for line in lines() {
            let (model, name) = line.split_once(' ').unwrap();
            let groups: Vec<usize> = model.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12], "{line}");
            assert_ne!(read(line).unwrap().0, [0; 16], "{line}");
            assert!((1..=60).contains(&name.chars().count()), "{line}");
            assert_eq!(name.trim(), name, "{line}");
        }
        assert_eq!(lines().count(), MODELS.len());
        assert!(MODELS.len() >= 40);
    }

    #[test]
    fn the_list_is_sorted_without_doubles_and_dated() {
        assert!(MODELS.is_sorted_by(|(one, _), (next, _)| one < next));
        let compiled = LIST
            .lines()
            .find_map(|line| line.split_once("Compiled on "));
        let date = compiled.unwrap().1.split_once(' ').unwrap().0;
        let parts: Vec<u16> = date.split('-').map(|part| part.parse().unwrap()).collect();
        assert!(matches!(parts[..], [2026..=9999, 1..=12, 1..=31]), "{date}");
    }

    #[test]
    fn well_known_models_have_their_names() {
        let name = |model| name_of(&read(model).unwrap().0);
        let models = [
            ("08987058-cadc-4b81-b6e1-30de50dcbe96 -", "Windows Hello"),
            ("fbfc3007-154e-4ecc-8c0b-6e020557d7bd -", "iCloud Keychain"),
            (
                "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4 -",
                "Google Password Manager",
            ),
            ("2fc0579f-8113-47ea-b116-bb5a8db9202a -", "YubiKey 5 (NFC)"),
        ];
        for (model, known) in models {
            assert_eq!(name(model), Some(known));
        }
        assert_eq!(name_of(&[0; 16]), None);
        assert_eq!(name_of(&[255; 16]), None);
    }
}
