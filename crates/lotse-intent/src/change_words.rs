//! The verbs, as one set: shared by the rules for orders and those for questions about the past.

use crate::concept::Concept as C;
use crate::concept::Concepts;

/// Verbs of all kinds.
pub(crate) const ACTIONS: Concepts = Concepts::of(&[
    C::AStart,
    C::AShutdown,
    C::AReboot,
    C::AStop,
    C::AClone,
    C::ACreate,
    C::AResize,
    C::ADelete,
    C::ARollback,
    C::ASnap,
    C::ABackup,
    C::AMigrate,
    C::AWatch,
    C::AUnwatch,
    C::AAck,
    C::AMute,
    C::LAdd,
    C::LRemove,
    C::LEnd,
]);

/// Forms that can order.
pub(crate) const FORMS: Concepts = Concepts::of(&[C::Imp, C::Inf, C::Nom, C::Te]);
