//! Bad input on the command line, as one sentence.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What is wrong, in one sentence that ends with where to look; `None` where only help or the version was asked for.
pub(crate) fn sentence(error: &clap::Error) -> Option<String> {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return None;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Some("what to do is missing".to_owned());
    }
    let rendered = error.render().to_string();
    let first = rendered.split("\n\n").next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    let mut sentence = first.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(known) = suggestion(error) {
        sentence.push_str("; did you mean ");
        sentence.push_str(&known);
        sentence.push('?');
    }
    Some(sentence)
}

fn suggestion(error: &clap::Error) -> Option<String> {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(known) => Some(known.clone()),
        ContextValue::Strings(known) => known.first().cloned(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use clap::{CommandFactory as _, Parser as _};

    use super::*;
    use crate::command::arguments::Arguments;

    fn refused(line: &str) -> String {
        let error = Arguments::try_parse_from(line.split(' ')).unwrap_err();
        let sentence = sentence(&error).unwrap();
        assert!(!sentence.contains('\n') && !sentence.is_empty());
        sentence
    }

    #[test]
    fn the_shape_of_the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn bad_input_is_one_sentence() {
        for (line, part) in [
            ("tvasteg", "what to do is missing"),
            ("tvasteg user", "what to do is missing"),
            ("tvasteg srve", "did you mean serve?"),
            ("tvasteg demo --lissten x", "did you mean --listen?"),
            (
                "tvasteg demo --listen nowhere",
                "invalid value 'nowhere' for '--listen <ADDRESS>'",
            ),
            (
                "tvasteg user add",
                "required arguments were not provided: --username <USERNAME>",
            ),
            (
                "tvasteg role set admin --trusted-days 366",
                "366 is not in 0..=365",
            ),
            (
                "tvasteg role add admin --two-step maybe",
                "invalid value 'maybe'",
            ),
            ("tvasteg organisation set demo --yes", "--base-url <URL>"),
            ("tvasteg serve extra", "unexpected argument 'extra' found"),
        ] {
            let sentence = refused(line);
            assert!(sentence.contains(part), "{line}: {sentence}");
        }
    }

    #[test]
    fn every_command_has_help_and_help_is_no_error() {
        fn walk(command: &clap::Command, path: &mut Vec<String>) {
            for inner in command.get_subcommands() {
                path.push(inner.get_name().to_owned());
                let line = path.iter().cloned().chain(["--help".to_owned()]);
                let error = Arguments::try_parse_from(line).unwrap_err();
                assert_eq!(sentence(&error), None, "{path:?}");
                assert!(inner.get_about().is_some(), "{path:?}");
                walk(inner, path);
                path.pop();
            }
        }
        walk(&Arguments::command(), &mut vec!["tvasteg".to_owned()]);
    }

    #[test]
    fn several_roles_can_be_given_in_one_or_in_many() {
        let line = "tvasteg user add --username a --role x y --role z --config c.toml";
        let arguments = Arguments::try_parse_from(line.split(' ')).unwrap();
        let crate::command::arguments::Command::User(crate::command::arguments::UserCommand::Add(
            add,
        )) = arguments.command
        else {
            unreachable!("a user is added");
        };
        assert_eq!(add.role, ["x", "y", "z"]);
    }
}
