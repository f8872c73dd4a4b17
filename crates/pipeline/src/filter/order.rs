//! What keeps many threads from changing the order or filling the memory.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};

use super::{Chunk, Settled};

/// Gives chunks back in the order of their lines, whichever is done first.
#[derive(Default)]
pub(super) struct InOrder {
    waiting: BTreeMap<u64, Chunk<Settled>>,
    next: u64,
}

impl InOrder {
    pub fn put(&mut self, first: u64, chunk: Chunk<Settled>) {
        self.waiting.insert(first, chunk);
    }

    pub fn next(&mut self) -> Option<Chunk<Settled>> {
        let chunk = self.waiting.remove(&self.next)?;
        self.next += chunk.len();
        Some(chunk)
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

/// Bytes of lines read and not yet written: without it, everything behind one slow line would pile up.
pub(super) struct Budget {
    state: Mutex<State>,
    changed: Condvar,
    bytes_max: usize,
}

#[derive(Default)]
struct State {
    bytes: usize,
    closed: bool,
}

impl Budget {
    pub fn new(bytes_max: usize) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), bytes_max }
    }

    /// Waits until there is room; a line larger than all of it goes alone. False once nobody waits for lines.
    pub fn take(&self, bytes: usize) -> bool {
        let full =
            |state: &mut State| !state.closed && state.bytes > 0 && state.bytes + bytes > self.bytes_max;
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.changed.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
        state.bytes += bytes;
        !state.closed
    }

    pub fn give_back(&self, bytes: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).bytes -= bytes;
        self.changed.notify_all();
    }

    pub fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.changed.notify_all();
    }
}
