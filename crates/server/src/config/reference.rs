//! The operator's reference of the configuration, made from the keys themselves.

use std::fmt::Write as _;

use super::keys::{Key, SECTIONS, Section};
use super::read::variable;

const OPENING: &str = "\
<!-- Made by `tvasteg reference configuration`; a test fails when it is stale. Edit crates/server/src/config/keys.rs instead. -->

# Configuration

Tvåsteg reads one TOML file, `tvasteg.toml` in the working directory unless `--config FILE` or `TVASTEG_CONFIG` names another. `tvasteg init`
writes a first one; `tvasteg check` tells what is wrong with it.

- Every key can also be given as an environment variable `TVASTEG_SECTION__KEY`, which overrides the file. Lists are then separated by commas.
- A secret can stand in a file of its own: `KEY_file = \"PATH\"`, or `TVASTEG_SECTION__KEY_FILE`.
- What is written in double brackets, `[[section]]`, may stand several times. In the environment the first is `TVASTEG_SECTION__1__KEY`, the
  second `TVASTEG_SECTION__2__KEY`.
- An unknown key, in the file or in the environment, is an error that names the nearest known one.
- A relative path in the file is seen from the file's folder; one in the environment, from the working directory.
";

/// The whole reference as Markdown.
pub fn markdown() -> String {
    let mut page = String::from(OPENING);
    for section in SECTIONS {
        let _ = write!(
            page,
            "\n## `{}`\n\n{}\n",
            title(section),
            paragraph(section.doc)
        );
        for key in section.keys {
            describe(&mut page, key, section.repeats);
        }
    }
    page
}

/// A section as a file writes it.
fn title(section: &Section) -> String {
    if section.repeats {
        format!("[[{}]]", section.name)
    } else {
        format!("[{}]", section.name)
    }
}

fn describe(page: &mut String, key: &Key, repeats: bool) {
    let _ = write!(page, "\n### `{}`\n\n{}\n\n", key.path(), paragraph(key.doc));
    let _ = writeln!(page, "- value: {}", key.shape);
    match key.default {
        Some(default) => {
            let _ = writeln!(page, "- without it: `{default}`");
        }
        None if key.required => page.push_str("- required\n"),
        None => {}
    }
    let variable = variable(key.section, repeats.then_some("N"), key.name);
    let _ = if key.secret {
        writeln!(
            page,
            "- environment: `{variable}`, or `{variable}_FILE`; in the file also `{}_file`",
            key.name
        )
    } else {
        writeln!(page, "- environment: `{variable}`")
    };
}

/// A doc comment as one paragraph: each of its lines begins with the blank after `///`.
fn paragraph(doc: &[&str]) -> String {
    let lines: Vec<&str> = doc.iter().map(|line| line.trim()).collect();
    lines.join("\n")
}
