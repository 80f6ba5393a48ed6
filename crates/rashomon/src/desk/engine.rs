//! The language engine for whoever answers questions: opened when it is first needed, then shared.

use std::sync::{Arc, Mutex, PoisonError};

use rashomon_lang::{Model, Weights};

use crate::models::{Models, ModelsError};
use crate::pipeline::Settings;

/// Weights that are opened when they are first needed. Most questions need none.
pub struct Engine {
    models: Models,
    weights: Weights,
    settings: Settings,
    open: Mutex<Option<Arc<Model>>>,
}

impl Engine {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(models: Models, weights: Weights, settings: Settings) -> Self {
        Self { models, weights, settings, open: Mutex::new(None) }
    }

    /// The engine.
    ///
    /// # Errors
    /// If there are no weights and they cannot be fetched.
    pub fn model(&self) -> Result<Arc<Model>, ModelsError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(model) = &*open {
            return Ok(Arc::clone(model));
        }
        Ok(Arc::clone(open.insert(Arc::new(self.models.open(self.weights)?))))
    }

    /// How reports are read.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
    }
}
