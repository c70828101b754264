//! What people and administrators do, drawn at random. An act that does not fit where a browser stands does nothing.

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
    Wrong,
    /// One that was accepted before.
    Replayed,
    /// One that a newer one has replaced, or that stood three steps ago.
    Older,
    /// The app's next one.
    Early,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Act {
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
            Self::SignIn { b, .. }
            | Self::PasswordAgain { b, .. }
            | Self::Answer { b, .. }
            | Self::Choose { b, .. }
            | Self::Resend { b }
            | Self::Trust { b, .. }
            | Self::Cancel { b }
            | Self::SignOut { b }
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

/// Sequences of at most `most` acts.
pub(crate) fn sequences(most: usize) -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(act(), 1..=most)
}

fn act() -> impl Strategy<Value = Act> {
    let b = || 0..BROWSERS;
    let person = || 0..PEOPLE.len();
    let kind = || prop_oneof![Just(Kind::App), Just(Kind::Mail)];
    let days = || prop_oneof![Just(0_u32), Just(1), Just(14)];
    let guess = || prop_oneof![7 => Just(Guess::Right), 1 => Just(Guess::Old), 1 => (1..=6_u8).prop_map(Guess::Wrong)];
    let how = prop_oneof![
        6 => Just(How::Right), 2 => Just(How::Wrong), 1 => Just(How::Replayed), 1 => Just(How::Older), 1 => Just(How::Early)
    ];
    let spans = [
        20,
        MINUTE / 2,
        3 * MINUTE,
        11 * MINUTE,
        2 * HOUR,
        DAY + HOUR,
        9 * DAY,
    ];
    let signing_in = prop_oneof![
        7 => (b(), person(), guess()).prop_map(|(b, person, guess)| Act::SignIn { b, person, guess }),
        2 => (b(), guess()).prop_map(|(b, guess)| Act::PasswordAgain { b, guess }),
        9 => (b(), how).prop_map(|(b, how)| Act::Answer { b, how }),
        3 => (b(), 0..3_usize).prop_map(|(b, nth)| Act::Choose { b, nth }),
        1 => b().prop_map(|b| Act::Resend { b }),
        3 => (b(), any::<bool>()).prop_map(|(b, yes)| Act::Trust { b, yes }),
        1 => b().prop_map(|b| Act::Cancel { b }),
        1 => b().prop_map(|b| Act::SignOut { b }),
        1 => (b(), person()).prop_map(|(b, person)| Act::Forgotten { b, person }),
        1 => b().prop_map(|b| Act::NewPassword { b }),
    ];
    let changing = prop_oneof![
        6 => (b(), kind()).prop_map(|(b, kind)| Act::Enrol { b, kind }),
        2 => (b(), kind()).prop_map(|(b, kind)| Act::Remove { b, kind }),
        1 => b().prop_map(|b| Act::SwitchOff { b }),
        1 => b().prop_map(|b| Act::ChangePassword { b }),
        1 => b().prop_map(|b| Act::ForgetDevice { b }),
        1 => b().prop_map(|b| Act::EndOthers { b }),
    ];
    let around = prop_oneof![
        4 => prop::sample::select(spans.to_vec()).prop_map(Act::Wait),
        2 => (person(), any::<bool>(), days()).prop_map(|(person, demands, days)| Act::Card { person, demands, days }),
        1 => (prop::bool::weighted(0.7), days()).prop_map(|(add_on, days)| Act::Organisation { add_on, days }),
        1 => (person(), prop::bool::weighted(0.3)).prop_map(|(person, suspended)| Act::Suspend { person, suspended }),
    ];
    prop_oneof![5 => signing_in, 2 => changing, 2 => around]
}
