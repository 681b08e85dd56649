//! What a webhook receives: deliveries of encrypted leads, read into types.

mod delivery;
mod envelope;
mod error;
mod key;
mod lead;
mod read;
mod receiver;
#[cfg(test)]
mod tests;

pub use delivery::LeadDelivery;
pub use envelope::LeadEnvelope;
pub use error::{LeadDeliveryError, LeadError, LeadErrorKind};
pub use key::{LeadKey, LeadKeyError};
pub use lead::{Lead, LeadAnswer};
pub use receiver::LeadReceiver;
