//! Seeds that are the same in every run and never the same twice in one, whichever node draws them.

use std::sync::atomic::{AtomicU64, Ordering};

use store::Entropy;

static NODES: AtomicU64 = AtomicU64::new(1);

/// The seeds of one node.
pub struct NodeEntropy {
    node: u64,
    drawn: AtomicU64,
}

impl NodeEntropy {
    /// Seeds that no other node of this process draws.
    pub fn fresh() -> Self {
        Self {
            node: NODES.fetch_add(1, Ordering::SeqCst),
            drawn: AtomicU64::new(0),
        }
    }
}

impl Entropy for NodeEntropy {
    fn seed(&self) -> [u8; 32] {
        let drawn = self.drawn.fetch_add(1, Ordering::SeqCst);
        let mut state = (self.node << 40) ^ drawn;
        let mut seed = [0; 32];
        for chunk in seed.chunks_exact_mut(8) {
            chunk.copy_from_slice(&mixed(&mut state).to_le_bytes());
        }
        seed
    }
}

/// The next of a sequence in which every bit looks drawn (a split-mix).
fn mixed(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
