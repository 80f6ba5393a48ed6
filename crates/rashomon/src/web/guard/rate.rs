//! How often one address may ask for what costs much.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Costly {
    /// A token is tried.
    Enter,
    /// The language engine is put to work.
    Engine,
    /// Something is written.
    Write,
}

impl Costly {
    /// How many at once, and after what time one more.
    fn allowance(self) -> (f64, Duration) {
        match self {
            // A token has 256 bits; this is so that trying is not worth the noise.
            Self::Enter => (5.0, Duration::from_secs(12)),
            Self::Engine => (20.0, Duration::from_secs(1)),
            Self::Write => (60.0, Duration::from_millis(500)),
        }
    }
}

/// Addresses that are remembered; of more, those that asked longest ago are forgotten.
const ADDRESSES: NonZeroUsize = NonZeroUsize::new(10_000).expect("not zero");

/// Who asked for what how often.
pub struct Rates(Mutex<LruCache<(IpAddr, Costly), Bucket>>);

struct Bucket {
    left: f64,
    at: Instant,
}

impl Default for Rates {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(ADDRESSES)))
    }
}

impl Rates {
    /// Takes one of what `who` may have at the moment.
    ///
    /// # Errors
    /// If there is none left: after how long there will be.
    pub fn take(&self, who: IpAddr, what: Costly, now: Instant) -> Result<(), Duration> {
        let (most, every) = what.allowance();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = all.get_or_insert_mut((who, what), || Bucket { left: most, at: now });
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.left = (bucket.left + since / every.as_secs_f64()).min(most);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err(every.mul_f64(1.0 - bucket.left));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_too_often_waits_and_nobody_else_does() {
        let (rates, start) = (Rates::default(), Instant::now());
        let (a, b) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        for _ in 0..5 {
            assert_eq!(rates.take(a, Costly::Enter, start), Ok(()));
        }
        let wait = rates.take(a, Costly::Enter, start).expect_err("too often");
        assert_eq!(wait, Duration::from_secs(12));
        assert_eq!(rates.take(b, Costly::Enter, start), Ok(()));
        assert_eq!(rates.take(a, Costly::Engine, start), Ok(()));
        assert_eq!(rates.take(a, Costly::Enter, start + wait), Ok(()));
        assert!(rates.take(a, Costly::Enter, start + wait).is_err());
    }
}
