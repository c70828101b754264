//! The guards' numbers against pumping and toll fraud.

use serde::{Deserialize, Serialize};

use super::{Bound, SettingsRefusal};

/// How much may be sent. The defaults are the most, save for the ceilings of a whole day, which each organisation knows best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// To one number in ten minutes.
    pub per_number_10m: u32,
    /// To one number in a day.
    pub per_number_day: u32,
    /// For one account in an hour.
    pub per_account_hour: u32,
    /// Numbers that one account may try to enrol in a day.
    pub new_numbers_day: u32,
    /// For one requester's address (or /64) in an hour.
    pub per_address_hour: u32,
    /// To numbers of the home country that differ in their last four digits alone, in an hour.
    pub prefix_hour_home: u32,
    /// The same abroad.
    pub prefix_hour_abroad: u32,
    /// To one country in a day.
    pub country_day: u32,
    /// For the organisation in a day.
    pub organisation_day: u32,
    /// Millionths of the currency that the organisation spends in a day.
    pub money_day_micros: Option<i64>,
    /// Calls to one number in an hour.
    pub calls_number_hour: u32,
    /// Of the codes sent to numbers that differ in their last four digits alone, the least percentage that must be typed.
    pub conversion_percent: u32,
    /// From how many codes in an hour that percentage counts.
    pub conversion_least: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_number_10m: 3,
            per_number_day: 10,
            per_account_hour: 5,
            new_numbers_day: 3,
            per_address_hour: 10,
            prefix_hour_home: 200,
            prefix_hour_abroad: 20,
            country_day: 1000,
            organisation_day: 2000,
            money_day_micros: None,
            calls_number_hour: 2,
            conversion_percent: 20,
            conversion_least: 20,
        }
    }
}

impl Limits {
    /// Checks that nothing is looser than the defaults, and that nothing is shut by a nought.
    pub fn check(&self) -> Result<(), SettingsRefusal> {
        let most = Self::default();
        for (field, value, most) in [
            ("per_number_10m", self.per_number_10m, most.per_number_10m),
            ("per_number_day", self.per_number_day, most.per_number_day),
            (
                "per_account_hour",
                self.per_account_hour,
                most.per_account_hour,
            ),
            (
                "new_numbers_day",
                self.new_numbers_day,
                most.new_numbers_day,
            ),
            (
                "per_address_hour",
                self.per_address_hour,
                most.per_address_hour,
            ),
            (
                "prefix_hour_home",
                self.prefix_hour_home,
                most.prefix_hour_home,
            ),
            (
                "prefix_hour_abroad",
                self.prefix_hour_abroad,
                most.prefix_hour_abroad,
            ),
            (
                "calls_number_hour",
                self.calls_number_hour,
                most.calls_number_hour,
            ),
            (
                "conversion_least",
                self.conversion_least,
                most.conversion_least,
            ),
            ("country_day", self.country_day, u32::MAX),
            ("organisation_day", self.organisation_day, u32::MAX),
        ] {
            SettingsRefusal::within(field, i64::from(value), 1, i64::from(most))?;
        }
        // Here the larger number is the tighter one: more of the codes must be typed.
        SettingsRefusal::within(
            "conversion_percent",
            i64::from(self.conversion_percent),
            i64::from(most.conversion_percent),
            100,
        )?;
        match self.money_day_micros {
            Some(..=0) => Err(SettingsRefusal {
                field: "money_day_micros",
                bound: Bound::AtLeast(1),
            }),
            _ => Ok(()),
        }
    }
}
