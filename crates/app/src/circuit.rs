//! Circuit breakers: a gateway that does not answer is left alone for a while, so that nobody waits for it.
//!
//! ```text
//! closed ── third failure in a row ──► open (30 s, doubling to 5 min) ── time over ──► one try
//!    ▲                                                                      ├── works ──► closed
//!    └──────────────────────────────────────────────────────────────────────┴── fails ──► open, longer
//! ```
//!
//! They live in this node's memory: another node learns by itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::id::GatewayId;
use domain::time::{Span, Timestamp};

/// Failures in a row that open a circuit.
const FAILURES: u32 = 3;

/// How long the first opening lasts, and how long one may last at most.
const FIRST_WAIT: Span = Span::seconds(30);
const LONGEST_WAIT: Span = Span::minutes(5);

/// How long one try may keep others from trying too.
const ONE_TRY: Span = Span::seconds(15);

#[derive(Clone, Copy, Default)]
struct Circuit {
    failures: u32,
    opened: u32,
    closed_until: Option<Timestamp>,
}

/// The circuits of one node.
#[derive(Default)]
pub(crate) struct Circuits {
    known: Mutex<HashMap<GatewayId, Circuit>>,
}

impl Circuits {
    /// Whether the gateway may be tried now. Of those who ask when a wait is over, one is let through.
    pub(crate) fn lets(&self, gateway: GatewayId, now: Timestamp) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(circuit) = known.get_mut(&gateway) else {
            return true;
        };
        match circuit.closed_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                circuit.closed_until = Some(now + ONE_TRY);
                true
            }
        }
    }

    /// It worked.
    pub(crate) fn worked(&self, gateway: GatewayId) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(&gateway);
    }

    /// It did not work; true where this opened the circuit.
    pub(crate) fn failed(&self, gateway: GatewayId, now: Timestamp) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let circuit = known.entry(gateway).or_default();
        circuit.failures += 1;
        if circuit.failures < FAILURES {
            return false;
        }
        let wait = Span::millis(FIRST_WAIT.as_millis() << circuit.opened.min(4)).min(LONGEST_WAIT);
        let first = circuit.closed_until.is_none();
        circuit.opened += 1;
        circuit.closed_until = Some(now + wait);
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
    const GATEWAY: GatewayId = GatewayId::from_bytes([7; 16]);

    #[test]
    fn the_third_failure_in_a_row_opens_it_and_one_try_closes_it_again() {
        let circuits = Circuits::default();
        assert!(!circuits.failed(GATEWAY, NOW));
        circuits.worked(GATEWAY);
        assert!(!circuits.failed(GATEWAY, NOW));
        assert!(!circuits.failed(GATEWAY, NOW));
        assert!(circuits.lets(GATEWAY, NOW));
        assert!(circuits.failed(GATEWAY, NOW));
        assert!(!circuits.lets(GATEWAY, NOW + Span::seconds(29)));
        let later = NOW + Span::seconds(30);
        assert!(circuits.lets(GATEWAY, later));
        assert!(!circuits.lets(GATEWAY, later), "one try at a time");
        circuits.worked(GATEWAY);
        assert!(circuits.lets(GATEWAY, later));
    }

    #[test]
    fn each_failed_try_waits_longer_up_to_five_minutes() {
        let circuits = Circuits::default();
        for _ in 0..3 {
            circuits.failed(GATEWAY, NOW);
        }
        let mut now = NOW;
        for seconds in [30, 60, 120, 240, 300, 300] {
            assert!(!circuits.lets(GATEWAY, now + Span::seconds(seconds - 1)));
            now = now + Span::seconds(seconds);
            assert!(circuits.lets(GATEWAY, now));
            circuits.failed(GATEWAY, now);
        }
    }
}
