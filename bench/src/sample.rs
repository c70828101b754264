//! Many readings of one thing: the middle, the ends, and whether two sets look drawn alike.

/// Readings in milliseconds, sorted.
#[derive(Default)]
pub(crate) struct Sample(Vec<f64>);

impl Sample {
    pub(crate) fn of(mut readings: Vec<f64>) -> Self {
        readings.sort_unstable_by(f64::total_cmp);
        Self(readings)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The reading that this part of all stay below.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place among some thousands of readings"
    )]
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let place = (part * last as f64).round() as usize;
        self.0.get(place.min(last)).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The largest distance between the two empirical distributions (Kolmogorov–Smirnov).
    pub(crate) fn distance(&self, other: &Self) -> f64 {
        let below = |sample: &Self, reading: f64| {
            part(
                sample.0.partition_point(|own| *own <= reading),
                sample.len(),
            )
        };
        let readings = self.0.iter().chain(&other.0);
        readings
            .map(|&reading| (below(self, reading) - below(other, reading)).abs())
            .fold(0.0, f64::max)
    }

    /// The distance that two samples drawn alike pass once in a hundred times.
    pub(crate) fn critical_distance(&self, other: &Self) -> f64 {
        1.628 * (part(1, self.len()) + part(1, other.len())).sqrt()
    }
}

/// The middle of a few figures.
pub(crate) fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    Sample::of(figures.into_iter().collect()).median()
}

#[allow(clippy::cast_precision_loss, reason = "a figure for people")]
fn part(some: usize, all: usize) -> f64 {
    some as f64 / all.max(1) as f64
}

/// A figure and its yardstick, taken in turns.
#[derive(Default)]
pub(crate) struct Rounds(Vec<(f64, f64)>);

impl Rounds {
    pub(crate) fn add(&mut self, figure: f64, yardstick: f64) {
        self.0.push((figure, yardstick));
    }

    pub(crate) fn figure(&self) -> f64 {
        median(self.0.iter().map(|(figure, _)| *figure))
    }

    pub(crate) fn yardstick(&self) -> f64 {
        median(self.0.iter().map(|(_, yardstick)| *yardstick))
    }

    /// The middle of the rounds' own ratios: what disturbs one round disturbs both of its figures.
    pub(crate) fn ratio(&self) -> f64 {
        median(self.0.iter().map(|(figure, yardstick)| figure / yardstick))
    }

    /// The rounds' lowest and highest ratio.
    pub(crate) fn range(&self) -> String {
        let ratios = Sample::of(self.0.iter().map(|(a, b)| a / b).collect());
        format!("{:.2}–{:.2}", ratios.quantile(0.0), ratios.quantile(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_readings() {
        let sample = Sample::of(vec![5.0, 1.0, 4.0, 2.0, 3.0]);
        let found = [0.0, 0.5, 0.99, 1.0].map(|part| sample.quantile(part));
        assert_eq!(
            found.map(|reading| format!("{reading}")),
            ["1", "3", "5", "5"]
        );
    }

    #[test]
    fn samples_drawn_apart_are_told_apart() {
        let even = |from: u32| Sample::of((0..300).map(|at| f64::from(from + at)).collect());
        let (one, same, apart) = (even(0), even(0), even(100));
        assert!(one.distance(&same) < f64::EPSILON);
        assert!(one.distance(&apart) > one.critical_distance(&apart));
        assert!((one.distance(&even(300)) - 1.0).abs() < f64::EPSILON);
    }
}
