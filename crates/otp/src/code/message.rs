//! Finding the one code in a pasted message.
//!
//! Dates, telephone numbers and amounts stand in messages too, so a number that hangs on another one (`070-123456`,
//! `10:42`) or on a letter is no code. When two different numbers could be meant, neither is taken.

use zeroize::Zeroizing;

use super::CodeFault;

/// The code of `length` digits in a folded text.
///
/// Numbers written in one piece come first; only where there is none are those in two to four equal pieces
/// (`123 456`) looked at.
pub(super) fn find(text: &str, length: usize) -> Result<Zeroizing<String>, CodeFault> {
    let runs = runs(text);
    let whole = runs
        .iter()
        .filter(|run| run.digits.len() == length && !run.hangs_on_a_number())
        .map(|run| run.digits.to_owned());
    match only(whole) {
        Err(CodeFault::NoCode) => only(pieced_together(&runs, length)),
        found => found,
    }
}

/// A run of digits that hangs on no letter, and what parts it from its neighbours.
struct Run<'text> {
    digits: &'text str,
    before: Gap,
    after: Gap,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// One space to the next digit: perhaps the same number.
    Space,
    /// One hyphen to the next digit: perhaps the same number, perhaps a telephone number.
    Hyphen,
    /// A sign that ties two numbers into one thing (time, date, amount), or the plus of a telephone number.
    Tie,
    /// A letter right beside it: part of a word.
    Letter,
    /// Anything else.
    Open,
}

impl Run<'_> {
    fn hangs_on_a_number(&self) -> bool {
        [self.before, self.after]
            .iter()
            .any(|gap| matches!(gap, Gap::Hyphen | Gap::Tie | Gap::Letter))
    }
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..]
        .find(|c: char| c.is_ascii_digit())
        .map(|offset| rest + offset)
    {
        let end = text[start..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(text.len(), |offset| start + offset);
        let before = gap(text[..start].chars().rev());
        let after = gap(text[end..].chars());
        runs.push(Run {
            digits: &text[start..end],
            before: if text[..start].ends_with('+') {
                Gap::Tie
            } else {
                before
            },
            after,
        });
        rest = end;
    }
    runs
}

/// What stands beside a run, read away from it.
fn gap(mut beside: impl Iterator<Item = char>) -> Gap {
    let Some(nearest) = beside.next() else {
        return Gap::Open;
    };
    let leads_to_a_digit = beside.next().is_some_and(|c| c.is_ascii_digit());
    match nearest {
        _ if nearest.is_alphanumeric() => Gap::Letter,
        ' ' if leads_to_a_digit => Gap::Space,
        '-' if leads_to_a_digit => Gap::Hyphen,
        '.' | ',' | ':' | '/' if leads_to_a_digit => Gap::Tie,
        _ => Gap::Open,
    }
}

/// Numbers of `length` digits in two to four equal pieces with the same gap between all of them.
fn pieced_together(runs: &[Run<'_>], length: usize) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    let mut rest = runs;
    while let Some(first) = rest.first() {
        let joined = 1 + rest
            .iter()
            .take_while(|run| matches!(run.after, Gap::Space | Gap::Hyphen))
            .count();
        let (chain, after) = rest.split_at(joined.min(rest.len()));
        let same_gaps = chain[..chain.len() - 1]
            .iter()
            .all(|run| run.after == first.after);
        let same_sizes = chain
            .iter()
            .all(|run| run.digits.len() == first.digits.len());
        let number: String = chain.iter().map(|run| run.digits).collect();
        let ends_freely = first.before == Gap::Open && chain[chain.len() - 1].after == Gap::Open;
        if (2..=4).contains(&chain.len())
            && same_gaps
            && same_sizes
            && ends_freely
            && number.len() == length
        {
            found.push(number);
        }
        rest = after;
    }
    found.into_iter()
}

/// The one number among the found ones; a message may repeat it.
fn only(mut found: impl Iterator<Item = String>) -> Result<Zeroizing<String>, CodeFault> {
    let first = found.next().map(Zeroizing::new).ok_or(CodeFault::NoCode)?;
    if found.all(|other| Zeroizing::new(other) == first) {
        Ok(first)
    } else {
        Err(CodeFault::SeveralCodes)
    }
}
