//! Meanings that depend on the words around: verbs whose particle stands apart, "because" or "from", "how do I".

use std::ops::Range;

use crate::concept::{Concept, Concepts};
use crate::lexicon::Lexicon;
use crate::sentence::{Item, Sentence};

impl Sentence {
    /// Settles the meanings that a word alone does not tell.
    pub(crate) fn read_context(&mut self, lexicon: &Lexicon) {
        self.join_separated_verbs(lexicon);
        self.tell_reasons();
        self.tell_how_to();
        self.tell_requests();
    }

    /// "would you mind restarting": the one place where the -ing form is an order.
    fn tell_requests(&mut self) {
        for at in 1..self.items.len() {
            let minds =
                self.items.get(at - 1).is_some_and(|item| item.text.ends_with("mind") && item.has(Concept::Polite));
            if let Some(item) = self.items.get_mut(at)
                && minds
                && item.has(Concept::Fin)
                && item.text.ends_with("ing")
            {
                item.set = item.set.without(Concepts::of(&[Concept::Fin])).with(Concept::Imp);
            }
        }
    }

    /// 「から」 is "from" after a noun and "because" after what is wrong.
    fn tell_reasons(&mut self) {
        for at in 1..self.items.len() {
            let wrong = self.items.get(at - 1).is_some_and(|item| item.japanese && item.has(Concept::Symptom));
            if let Some(item) = self.items.get_mut(at)
                && wrong
                && item.text == "から"
            {
                item.set = Concepts::of(&[Concept::Reason]);
            }
        }
    }

    /// Finds verbs whose particle stands apart ("Fahr … runter", "shut … down").
    fn join_separated_verbs(&mut self, lexicon: &Lexicon) {
        for at in 0..self.items.len() {
            let Some(verb) = self.items.get(at) else { continue };
            if verb.quoted || verb.japanese {
                continue;
            }
            let Some((particle, set)) = self.particle_of(at, lexicon) else { continue };
            if let Some(verb) = self.items.get_mut(at) {
                verb.set = set;
            }
            for item in self.items.get_mut(particle).into_iter().flatten() {
                item.set = Concepts::of(&[Concept::Filler]);
                item.named = None;
            }
        }
    }

    /// Where the particle of the verb at `at` stands, and what the two mean. It stands at the end of its clause.
    fn particle_of(&self, at: usize, lexicon: &Lexicon) -> Option<(Range<usize>, Concepts)> {
        let particles = lexicon.particles(&self.items.get(at)?.text);
        if particles.is_empty() {
            return None;
        }
        let end = (at + 1..self.items.len())
            .find(|i| self.items.get(*i).is_some_and(|item| item.punctuation.is_some()))
            .unwrap_or(self.items.len());
        let mut best: Option<(usize, Range<usize>, Concepts)> = None;
        for start in at + 1..end.min(at + 14) {
            for particle in particles {
                let Some(stop) = self.matches(start, end, &particle.words) else { continue };
                if !self.closes(stop, end) {
                    continue;
                }
                let length = particle.words.len();
                match &mut best {
                    Some((known, range, set)) if *known == length && *range == (start..stop) => {
                        *set = set.union(particle.set);
                    }
                    Some((known, _, _)) if *known > length => {}
                    _ => best = Some((length, start..stop, particle.set)),
                }
            }
        }
        best.map(|(_, range, set)| (range, set))
    }

    /// The end of the items from `start` on that spell exactly these words.
    fn matches(&self, start: usize, end: usize, words: &[String]) -> Option<usize> {
        let mut rest = words;
        let mut at = start;
        while !rest.is_empty() {
            let item = self.items.get(at).filter(|_| at < end)?;
            for word in item.text.split(' ') {
                let (first, tail) = rest.split_first()?;
                if first != word {
                    return None;
                }
                rest = tail;
            }
            at += 1;
        }
        Some(at)
    }

    /// Whether only small words follow, or a new part of the sentence.
    fn closes(&self, at: usize, end: usize) -> bool {
        let opens = Concepts::of(&[
            Concept::And,
            Concept::PTo,
            Concept::Please,
            Concept::Now,
            Concept::Greeting,
            Concept::Reason,
            Concept::Before,
            Concept::Force,
            Concept::Gentle,
            Concept::Polite,
        ]);
        at >= end
            || self.items.get(at).is_some_and(|item| item.set.any(opens) || item.names_guest() || item.names_snapshot())
    }

    /// "wie lege ich", "wie klont man": whatever the verb, it asks how something is done.
    fn tell_how_to(&mut self) {
        for at in 0..self.items.len() {
            let asker = |item: &Item| matches!(item.text.as_str(), "ich" | "man" | "wir");
            let follows = self.items.get(at + 2).is_some_and(asker);
            if let Some(item) = self.items.get_mut(at)
                && follows
                && item.text == "wie"
                && !item.quoted
            {
                item.set = item.set.with(Concept::HowTo);
            }
        }
    }
}
