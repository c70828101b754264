//! The animated picture as the app sees it.
//!
//! Written from BankID's description and not from the client, so that each tests the other.

use data_encoding::HEXLOWER;
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::fault::AppRefusal;

/// For how many seconds a picture can be used. BankID does not say; a phone needs one or two to see and send it.
pub(super) const USABLE_FOR: i64 = 5;
/// The order's clock starts where its answer arrives, which is never before ours; this much it may be ahead by rounding.
const AHEAD: i64 = 1;

/// What a picture is made of.
#[derive(Clone)]
pub(super) struct Seed {
    pub(super) token: String,
    pub(super) secret: String,
}

impl Seed {
    /// The picture's text in this second of the order.
    pub(super) fn text(&self, second: i64) -> String {
        format!("bankid.{}.{second}.{}", self.token, self.code(second))
    }

    fn code(&self, second: i64) -> String {
        // HMAC takes keys of every length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()) else {
            return String::new();
        };
        mac.update(second.to_string().as_bytes());
        HEXLOWER.encode(mac.finalize().into_bytes().as_slice())
    }

    /// Whether a picture is of this order and of now.
    pub(super) fn judge(
        &self,
        picture: &Picture<'_>,
        started_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), AppRefusal> {
        if self.code(picture.second) != picture.code {
            return Err(AppRefusal::ForgedPicture);
        }
        let age = second_of(started_at, now) - picture.second;
        if (-AHEAD..=USABLE_FOR).contains(&age) {
            Ok(())
        } else {
            Err(AppRefusal::OldPicture)
        }
    }
}

/// The whole seconds an order has lived.
pub(super) fn second_of(started_at: Timestamp, now: Timestamp) -> i64 {
    now.since(started_at).as_millis().max(0) / 1000
}

/// What stands in a picture.
pub(super) struct Picture<'a> {
    pub(super) token: &'a str,
    second: i64,
    code: &'a str,
}

impl<'a> Picture<'a> {
    /// Reads `bankid.TOKEN.SECOND.CODE`; the second has no leading noughts and no sign.
    pub(super) fn read(text: &'a str) -> Result<Self, AppRefusal> {
        let parts: Vec<&str> = text.split('.').collect();
        let ["bankid", token, written, code] = parts.as_slice() else {
            return Err(AppRefusal::NotAPicture);
        };
        let second: i64 = written.parse().map_err(|_| AppRefusal::NotAPicture)?;
        if second < 0 || second.to_string() != *written {
            return Err(AppRefusal::NotAPicture);
        }
        Ok(Self {
            token,
            second,
            code,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed() -> Seed {
        Seed {
            token: "67df3917-fa0d-44e5-b327-edcc928297f8".to_owned(),
            secret: "d28db9a7-4cde-429e-a983-359be676944c".to_owned(),
        }
    }

    #[test]
    fn the_codes_are_those_of_the_published_vector() {
        for (second, code) in [
            (
                0,
                "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8",
            ),
            (
                1,
                "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2",
            ),
            (
                2,
                "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3",
            ),
            (
                30,
                "814d7fd38e2276625b6815152e3554c663acca689260c092203b48ca4e5c09a3",
            ),
        ] {
            let text = format!("bankid.67df3917-fa0d-44e5-b327-edcc928297f8.{second}.{code}");
            assert_eq!(seed().text(second), text);
        }
    }

    #[test]
    fn a_picture_is_usable_for_some_seconds_and_never_long_before_its_time() {
        let started = Timestamp::from_unix_seconds(1_000);
        let text = seed().text(10);
        for (now, expected) in [
            (1_008, Err(AppRefusal::OldPicture)),
            (1_009, Ok(())),
            (1_010, Ok(())),
            (1_015, Ok(())),
            (1_016, Err(AppRefusal::OldPicture)),
        ] {
            let picture = Picture::read(&text);
            let judged = picture
                .and_then(|one| seed().judge(&one, started, Timestamp::from_unix_seconds(now)));
            assert_eq!(judged, expected, "at {now}");
        }
    }

    #[test]
    fn what_is_no_picture_is_told_from_one_that_was_forged() {
        for text in [
            "",
            "bankid",
            "bankid.a.1",
            "bankid.a.01.x",
            "bankid.a.-1.x",
            "bankid.a.+1.x",
            "http://a.1.x",
        ] {
            assert!(
                matches!(Picture::read(text), Err(AppRefusal::NotAPicture)),
                "{text}"
            );
        }
        let other = Seed {
            secret: "another".to_owned(),
            ..seed()
        }
        .text(3);
        let now = Timestamp::from_unix_seconds(3);
        let judged = Picture::read(&other)
            .and_then(|one| seed().judge(&one, Timestamp::from_unix_seconds(0), now));
        assert_eq!(judged, Err(AppRefusal::ForgedPicture));
    }
}
