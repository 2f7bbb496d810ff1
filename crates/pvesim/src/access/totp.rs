//! Time-based one-time codes (RFC 6238 on top of RFC 4226): SHA-1, six digits, thirty seconds unless the address says more.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// The hash of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

/// A shared secret with its parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    key: Vec<u8>,
    hash: Hash,
    digits: u32,
    period: u64,
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

impl Secret {
    /// A secret in base 32 with the usual parameters.
    #[must_use]
    pub fn from_base32(text: &str) -> Option<Self> {
        let key = base32(text)?;
        (!key.is_empty()).then_some(Self { key, hash: Hash::Sha1, digits: 6, period: 30 })
    }

    /// A secret from an `otpauth://totp/…` address.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        let url = url::Url::parse(uri).ok()?;
        if url.scheme() != "otpauth" || url.host_str() != Some("totp") {
            return None;
        }
        let get = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let mut secret = Self::from_base32(&get("secret")?)?;
        if let Some(hash) = get("algorithm") {
            secret.hash = match hash.to_ascii_uppercase().as_str() {
                "SHA1" => Hash::Sha1,
                "SHA256" => Hash::Sha256,
                "SHA512" => Hash::Sha512,
                _ => return None,
            };
        }
        if let Some(digits) = get("digits") {
            secret.digits = digits.parse().ok().filter(|digits| (6..=8).contains(digits))?;
        }
        if let Some(period) = get("period") {
            secret.period = period.parse().ok().filter(|period| (10..=600).contains(period))?;
        }
        Some(secret)
    }

    /// The key in base 32, as authenticators take it.
    #[must_use]
    pub fn to_base32(&self) -> String {
        let mut text = String::new();
        for chunk in self.key.chunks(5) {
            let bits = chunk.iter().enumerate().fold(0u64, |bits, (at, byte)| bits | u64::from(*byte) << (32 - 8 * at));
            let digits = (chunk.len() * 8).div_ceil(5);
            text.extend((0..digits).map(|at| digit(bits >> (35 - 5 * at))));
        }
        text
    }

    /// The code of a moment (seconds of the epoch).
    #[must_use]
    pub fn code_at(&self, now: i64) -> String {
        self.code(u64::try_from(now).unwrap_or(0) / self.period)
    }

    /// The time step that a code belongs to, when it is the present one or one of its neighbours.
    #[must_use]
    pub fn step_of(&self, code: &str, now: i64) -> Option<u64> {
        let step = u64::try_from(now).ok()? / self.period;
        [step.saturating_sub(1), step, step + 1].into_iter().find(|step| self.code(*step) == code)
    }

    fn code(&self, step: u64) -> String {
        let counter = step.to_be_bytes();
        let digest = match self.hash {
            Hash::Sha1 => hash_with::<Hmac<Sha1>>(&self.key, &counter),
            Hash::Sha256 => hash_with::<Hmac<Sha256>>(&self.key, &counter),
            Hash::Sha512 => hash_with::<Hmac<Sha512>>(&self.key, &counter),
        };
        // RFC 4226, 5.3: the low four bits of the last byte say where the 31 bits of the code begin.
        let start = usize::from(digest.last().copied().unwrap_or(0) & 0x0f);
        let number =
            digest.iter().skip(start).take(4).fold(0u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff;
        let width = self.digits as usize;
        format!("{:0width$}", number % 10u32.pow(self.digits))
    }
}

fn hash_with<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return Vec::new() };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// The digit of the lowest five bits, RFC 4648.
fn digit(bits: u64) -> char {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars().nth(usize::try_from(bits & 31).unwrap_or(0)).unwrap_or('A')
}

/// RFC 4648 base 32; padding, blanks and case do not matter.
fn base32(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut buffer, mut bits) = (Vec::new(), 0u32, 0u32);
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '=') {
        let value = match c.to_ascii_uppercase() {
            c @ 'A'..='Z' => u32::from(c) - u32::from('A'),
            c @ '2'..='7' => u32::from(c) - u32::from('2') + 26,
            _ => return None,
        };
        buffer = buffer << 5 | value;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits & 0xff).ok()?);
            buffer &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_from_its_base_32_form() {
        for text in ["JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ", "ME", "MFRGGZDF", "MFRGG"] {
            assert_eq!(Secret::from_base32(text).unwrap().to_base32(), text);
        }
    }

    /// RFC 6238, appendix B: the secret is `12345678901234567890`.
    #[test]
    fn the_codes_of_the_standard_come_out() {
        let uri = "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8";
        let secret = Secret::from_uri(uri).unwrap();
        for (time, code) in [(59, "94287082"), (1_111_111_109, "07081804"), (20_000_000_000, "65353130")] {
            assert_eq!(secret.code_at(time), code);
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_the_neighbours() {
        let secret = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap();
        let code = secret.code_at(1_000_000);
        assert!(secret.step_of(&code, 1_000_000 + 30).is_some());
        assert!(secret.step_of(&code, 1_000_000 + 90).is_none());
    }

    #[test]
    fn other_addresses_are_refused() {
        for bad in [
            "otpauth://hotp/x?secret=JBSWY3DP",
            "https://totp/x?secret=JBSWY3DP",
            "otpauth://totp/x",
            "otpauth://totp/x?secret=1",
        ] {
            assert!(Secret::from_uri(bad).is_none(), "{bad}");
        }
    }
}
