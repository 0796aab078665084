//! Codes and words: what is shown can be typed back, slips are caught, and no choice is favoured.

use std::collections::HashSet;

use eff_wordlist::large::LIST;
use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::sample::{noor, sam};
use crate::vault::{CodeError, InviteCode, RecoveryCode, generate_passphrase, key_phrase};

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn problem(text: &str) -> Option<CodeError> {
    RecoveryCode::parse(text).err()
}

#[test]
fn a_recovery_code_is_seven_groups_of_four_and_reads_back_however_it_is_typed() {
    for _ in 0..200 {
        let code = RecoveryCode::generate().unwrap();
        let groups = code.groups();
        assert_eq!(groups.len(), 7);
        assert!(groups.iter().all(|group| group.len() == 4 && group.chars().all(|c| ALPHABET.contains(c))));
        let shown = groups.join("-");
        let like_letters = shown.replace('0', "o").replace('1', "l");
        for typed in [
            &shown,
            &shown.to_lowercase(),
            &groups.concat(),
            &format!(" {} ", groups.join("  ")),
            &shown.replace('-', " \u{2013} "),
            &like_letters,
        ] {
            assert_eq!(RecoveryCode::parse(typed).unwrap().groups(), groups);
        }
        assert_eq!(RecoveryCode::parse(&shown.replace('1', "I")).unwrap().groups(), groups);
    }
}

#[test]
fn every_single_slip_and_every_exchange_of_two_characters_in_a_recovery_code_is_caught() {
    let mut cases = 0;
    for _ in 0..20 {
        let shown: Vec<char> = RecoveryCode::generate().unwrap().groups().concat().chars().collect();
        let mut caught = |typed: Vec<char>| {
            assert_eq!(problem(&typed.into_iter().collect::<String>()), Some(CodeError::Checksum));
            cases += 1;
        };
        for place in 0..28 {
            for other in ALPHABET.chars().filter(|&other| other != shown[place]) {
                let mut slip = shown.clone();
                slip[place] = other;
                caught(slip);
            }
            for second in place + 1..28 {
                if shown[place] != shown[second] {
                    let mut exchanged = shown.clone();
                    exchanged.swap(place, second);
                    caught(exchanged);
                }
            }
        }
    }
    println!("slips in recovery codes: {cases} cases, all caught");
}

#[test]
fn a_wrong_length_a_wrong_character_and_a_slip_are_told_apart() {
    let shown = RecoveryCode::generate().unwrap().groups().concat();
    assert_eq!(problem(&shown[..27]), Some(CodeError::Length));
    assert_eq!(problem(&format!("{shown}0")), Some(CodeError::Length));
    assert_eq!(problem(""), Some(CodeError::Length));
    assert_eq!(problem(&format!("{}U", &shown[..27])), Some(CodeError::Character));
    assert_eq!(problem(&format!("{}é", &shown[..27])), Some(CodeError::Character));
}

#[test]
fn a_recovery_code_uses_all_of_its_130_bits() {
    let mut seen = vec![HashSet::new(); 26];
    for _ in 0..1000 {
        let shown = RecoveryCode::generate().unwrap().groups().concat();
        for (place, character) in shown.chars().take(26).enumerate() {
            seen[place].insert(character);
        }
    }
    assert!(seen.iter().all(|characters| characters.len() == 32));
}

#[test]
fn an_invite_code_is_26_small_characters_and_reads_back() {
    for _ in 0..200 {
        let code = InviteCode::generate().unwrap();
        let text = code.to_string();
        assert!(text.len() == 26 && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
        for typed in [text.clone(), text.to_uppercase(), format!(" {text}\n")] {
            let read = InviteCode::parse(&typed).unwrap();
            assert_eq!((read.hash(), read.to_string()), (code.hash(), text.clone()));
        }
    }
    assert_eq!(
        InviteCode::parse("7zzzzzzzzzzzzzzzzzzzzzzzzz").unwrap().to_string(),
        "7zzzzzzzzzzzzzzzzzzzzzzzzz"
    );
    assert_eq!(InviteCode::parse("80000000000000000000000000").err(), Some(CodeError::Checksum));
    assert_eq!(InviteCode::parse("7zzz").err(), Some(CodeError::Length));
    assert_eq!(InviteCode::parse("7zzzzzzzzzzzzzzzzzzzzzzzz!").err(), Some(CodeError::Character));
}

#[test]
fn a_generated_passphrase_is_five_words_of_the_list() {
    let words: HashSet<&str> = LIST.iter().map(|(_, word)| *word).collect();
    assert_eq!(words.len(), 7776);
    let mut seen = HashSet::new();
    for _ in 0..2000 {
        let passphrase = generate_passphrase().unwrap();
        let chosen: Vec<&str> = passphrase.expose_secret().split(' ').collect();
        assert_eq!(chosen.len(), 5);
        assert!(chosen.iter().all(|word| words.contains(word)));
        seen.extend(chosen.into_iter().map(|word| *words.get(word).unwrap()));
    }
    // Ten thousand even choices miss a word with probability (1 - 1/7776)^10000, so about 5630 are expected.
    assert!((5400..5900).contains(&seen.len()), "{} different words", seen.len());
}

#[test]
fn the_key_phrase_is_the_same_on_both_sides_and_another_for_another_key() {
    let phrase = key_phrase(&sam().public(), &noor().public());
    assert_eq!(phrase, key_phrase(&noor().public(), &sam().public()));
    assert_ne!(phrase, key_phrase(&sam().public(), &sam().public()));
    let mut near = noor().public();
    near.0[31] ^= 1;
    let other = key_phrase(&sam().public(), &near);
    assert!(phrase.iter().zip(other).filter(|(left, right)| **left == *right).count() < 3);
}

proptest! {
    #[test]
    fn no_text_whatever_makes_the_readers_of_codes_panic(text in ".{0,60}") {
        let _ = RecoveryCode::parse(&text);
        let _ = InviteCode::parse(&text);
    }
}
