//! What people and administrators do, drawn at random. An act that does not fit where a browser stands does nothing.

use std::fmt;

use proptest::prelude::*;

use crate::rules::{DAY, HOUR, Kind, MINUTE, Moment};

/// The people of the test, by their place in the model. Each has a role card of their own.
pub(crate) const PEOPLE: [(&str, &str); 3] = [
    ("cilla", "accounting"),
    ("oskar", "customer"),
    ("wilma", "panel"),
];
pub(crate) const BROWSERS: usize = 2;

/// A password that is typed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Guess {
    Right,
    /// The one before the last change.
    Old,
    /// So many wrong ones in a row.
    Wrong(u8),
}

/// A code that is typed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum How {
    Right,
    /// So many wrong ones in a row.
    Wrong(u8),
    /// One that was accepted before.
    Replayed,
    /// One that a newer one has replaced, or that stood three steps ago.
    Older,
    /// The app's next one.
    Early,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Act {
    /// Whatever fits the page that the browser is at; a draw decides what.
    Next {
        b: usize,
        draw: Draw,
    },
    SignIn {
        b: usize,
        person: usize,
        guess: Guess,
    },
    PasswordAgain {
        b: usize,
        guess: Guess,
    },
    Answer {
        b: usize,
        how: How,
    },
    Choose {
        b: usize,
        nth: usize,
    },
    Resend {
        b: usize,
    },
    Trust {
        b: usize,
        yes: bool,
    },
    Cancel {
        b: usize,
    },
    SignOut {
        b: usize,
    },
    Enrol {
        b: usize,
        kind: Kind,
    },
    Remove {
        b: usize,
        kind: Kind,
    },
    SwitchOff {
        b: usize,
    },
    ChangePassword {
        b: usize,
    },
    ForgetDevice {
        b: usize,
    },
    /// Goes where fresh proof is asked for, and gives none yet.
    FreshProof {
        b: usize,
    },
    EndOthers {
        b: usize,
    },
    Forgotten {
        b: usize,
        person: usize,
    },
    NewPassword {
        b: usize,
    },
    Wait(Moment),
    Card {
        person: usize,
        demands: bool,
        days: u32,
    },
    Organisation {
        add_on: bool,
        days: u32,
    },
    Suspend {
        person: usize,
        suspended: bool,
    },
}

impl Act {
    /// The browser that it is done in.
    pub(crate) const fn browser(self) -> Option<usize> {
        match self {
            Self::Next { b, .. }
            | Self::SignIn { b, .. }
            | Self::PasswordAgain { b, .. }
            | Self::Answer { b, .. }
            | Self::Choose { b, .. }
            | Self::Resend { b }
            | Self::Trust { b, .. }
            | Self::Cancel { b }
            | Self::SignOut { b }
            | Self::FreshProof { b }
            | Self::Enrol { b, .. }
            | Self::Remove { b, .. }
            | Self::SwitchOff { b }
            | Self::ChangePassword { b }
            | Self::ForgetDevice { b }
            | Self::EndOthers { b }
            | Self::Forgotten { b, .. }
            | Self::NewPassword { b } => Some(b),
            Self::Wait(_)
            | Self::Card { .. }
            | Self::Organisation { .. }
            | Self::Suspend { .. } => None,
        }
    }
}

/// All that may have to be decided about one act.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draw {
    person: usize,
    guess: Guess,
    how: How,
    kind: Kind,
    nth: usize,
    yes: bool,
    /// Which of several acts, in hundredths.
    which: u8,
}

/// What somebody may do at this page. Half of those who sign in are the one whose trusted device the browser is.
pub(crate) fn fitting(b: usize, page: &str, usual: Option<usize>, draw: Draw) -> Act {
    let Draw {
        person,
        guess,
        how,
        kind,
        nth,
        yes,
        which,
    } = draw;
    match (page, which) {
        (_, 0..3) => Act::Forgotten { b, person },
        ("answer", 3..15) => Act::Resend { b },
        ("answer", 15..25) | ("choose-factor", _) => Act::Choose { b, nth },
        ("support", 20..60) | ("answer" | "enrol-choose" | "reauthenticate", 25..28) => {
            Act::Cancel { b }
        }
        ("answer", _) => Act::Answer { b, how },
        ("reauthenticate", _) => Act::PasswordAgain { b, guess },
        ("trust-device", _) => Act::Trust { b, yes },
        ("new-password", _) => Act::NewPassword { b },
        ("enrol-choose", _) | ("account", 3..40) => Act::Enrol { b, kind },
        ("account", 40..55) => Act::Remove { b, kind },
        ("account", 55..60) => Act::SwitchOff { b },
        ("account", 60..65) => Act::ChangePassword { b },
        ("account", 65..68) => Act::ForgetDevice { b },
        ("account", 68..71) => Act::EndOthers { b },
        ("account", 71..78) => Act::FreshProof { b },
        ("account", _) => Act::SignOut { b },
        _ => {
            let person = usual.filter(|_| which < 50).unwrap_or(person);
            Act::SignIn { b, person, guess }
        }
    }
}

/// Acts in a row, told one a line.
#[derive(Clone)]
pub(crate) struct Sequence(pub(crate) Vec<Act>);

impl fmt::Debug for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|act| write!(f, "\n  {act:?}"))
    }
}

/// Sequences of at most `most` acts.
pub(crate) fn sequences(most: usize) -> impl Strategy<Value = Sequence> {
    prop::collection::vec(act(), 1..=most).prop_map(Sequence)
}

fn person() -> impl Strategy<Value = usize> + Clone {
    prop_oneof![2 => Just(0_usize), 1 => Just(1), 2 => Just(2)]
}

fn kind() -> impl Strategy<Value = Kind> + Clone {
    prop_oneof![Just(Kind::App), Just(Kind::Mail)]
}

fn guess() -> impl Strategy<Value = Guess> + Clone {
    prop_oneof![
        9 => Just(Guess::Right),
        1 => Just(Guess::Old),
        1 => (1..=6_u8).prop_map(Guess::Wrong),
    ]
}

fn how() -> impl Strategy<Value = How> + Clone {
    prop_oneof![
        7 => Just(How::Right),
        3 => (1..=6_u8).prop_map(How::Wrong),
        3 => Just(How::Replayed),
        3 => Just(How::Older),
        1 => Just(How::Early),
    ]
}

/// What fits where the browser stands.
fn next() -> impl Strategy<Value = Act> {
    let drawn = (
        person(),
        guess(),
        how(),
        kind(),
        0..3_usize,
        prop::bool::weighted(0.8),
        0..100_u8,
    );
    (0..BROWSERS, drawn).prop_map(|(b, (person, guess, how, kind, nth, yes, which))| {
        let draw = Draw {
            person,
            guess,
            how,
            kind,
            nth,
            yes,
            which,
        };
        Act::Next { b, draw }
    })
}

/// Errands that somebody goes on wherever the browser stands.
fn errand() -> impl Strategy<Value = Act> {
    let b = || 0..BROWSERS;
    prop_oneof![
        (b(), person(), guess()).prop_map(|(b, person, guess)| Act::SignIn { b, person, guess }),
        b().prop_map(|b| Act::SignOut { b }),
        (b(), kind()).prop_map(|(b, kind)| Act::Enrol { b, kind }),
        (b(), kind()).prop_map(|(b, kind)| Act::Remove { b, kind }),
        b().prop_map(|b| Act::SwitchOff { b }),
        b().prop_map(|b| Act::ChangePassword { b }),
        b().prop_map(|b| Act::ForgetDevice { b }),
        b().prop_map(|b| Act::EndOthers { b }),
        (b(), person()).prop_map(|(b, person)| Act::Forgotten { b, person }),
    ]
}

/// What happens around them.
fn around() -> impl Strategy<Value = Act> {
    let days = || prop_oneof![Just(0_u32), Just(1), Just(14)];
    prop_oneof![
        6 => prop_oneof![Just(20), Just(MINUTE / 2), Just(3 * MINUTE), Just(11 * MINUTE)].prop_map(Act::Wait),
        3 => prop_oneof![Just(2 * HOUR), Just(DAY + HOUR), Just(9 * DAY)].prop_map(Act::Wait),
        3 => (person(), any::<bool>(), days()).prop_map(|(person, demands, days)| Act::Card { person, demands, days }),
        1 => (prop::bool::weighted(0.7), days()).prop_map(|(add_on, days)| Act::Organisation { add_on, days }),
        1 => (person(), prop::bool::weighted(0.3)).prop_map(|(person, suspended)| Act::Suspend { person, suspended }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![7 => next(), 1 => errand(), 1 => around()]
}
