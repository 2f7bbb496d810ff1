//! Sizes in scenarios: plain bytes, or text with a binary unit.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// A number of bytes; in a scenario `512`, `"16G"`, `"1.5T"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Bytes(pub u64);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;

        impl Visitor<'_> for Reader {
            type Value = Bytes;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a number of bytes, or text such as \"16G\"")
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Bytes, E> {
                u64::try_from(value).map(Bytes).map_err(|_| E::custom("a size is not negative"))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Bytes, E> {
                Ok(Bytes(value))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Bytes, E> {
                super::config::size_bytes(text).map(Bytes).ok_or_else(|| E::custom(format!("'{text}' is no size")))
            }
        }

        from.deserialize_any(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Holder {
        size: Bytes,
    }

    #[test]
    fn sizes_are_numbers_or_text_with_a_unit() {
        let read = |text: &str| toml::from_str::<Holder>(text).map(|holder| holder.size.0);
        assert_eq!(read("size = 512").unwrap(), 512);
        assert_eq!(read("size = \"16G\"").unwrap(), 16 << 30);
        assert!(read("size = \"big\"").is_err());
        assert!(read("size = -1").is_err());
    }
}
