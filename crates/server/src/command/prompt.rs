//! Asks on the terminal for what was not given. Without a terminal nothing is asked: what is missing is then an error that names its flag.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

/// Gives the value that was given, else asks for it, else takes the usual one.
///
/// `check` judges an answer: a refusal is told and asked again on a terminal, and is the error otherwise.
pub(crate) fn value<T>(
    flag: &str,
    question: &str,
    given: Option<&str>,
    usual: Option<&str>,
    check: impl Fn(&str) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    if let Some(given) = given {
        return check(given).map_err(|error| anyhow::anyhow!("{flag}: {error:#}"));
    }
    if !io::stdin().is_terminal() {
        let usual = usual.ok_or_else(|| {
            anyhow::anyhow!("{flag} is missing, and there is no terminal to ask on")
        })?;
        return check(usual);
    }
    loop {
        match check(&ask(question, usual)?) {
            Ok(value) => return Ok(value),
            Err(error) => writeln!(io::stderr(), "  {error:#}")?,
        }
    }
}

fn ask(question: &str, usual: Option<&str>) -> anyhow::Result<String> {
    let mut err = io::stderr();
    match usual {
        Some(usual) => write!(err, "{question} [{usual}]: ")?,
        None => write!(err, "{question}: ")?,
    }
    err.flush()?;
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line)? == 0 {
        anyhow::bail!("the answers ended before the questions did");
    }
    let answer = line.trim();
    Ok(if answer.is_empty() {
        usual.unwrap_or_default().to_owned()
    } else {
        answer.to_owned()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn number(text: &str) -> anyhow::Result<u8> {
        text.parse().map_err(|_| anyhow::anyhow!("not a number"))
    }

    // Tests run without a terminal.
    #[test]
    fn what_was_given_is_checked_and_what_is_missing_is_named() {
        assert_eq!(value("--n", "?", Some("7"), None, number).unwrap(), 7);
        let refused = value("--n", "?", Some("x"), Some("1"), number).unwrap_err();
        assert_eq!(refused.to_string(), "--n: not a number");
    }
}
