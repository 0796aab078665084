//! Makes one XChaCha20-Poly1305 ciphertext that opens under two keys, to two texts.
//!
//! Poly1305 is a polynomial: with both one-time keys known, two free blocks of ciphertext are two unknowns in two
//! linear equations modulo 2^130 - 5. This is the attack that the commitment is there for, written out so that
//! its test is not about a straw man. `ChaCha20` is written out as well, for its first block is the one-time key.

/// 32 bytes of ciphertext and their tag, which both keys accept with this nonce and associated data.
pub(super) fn craft(keys: [&[u8; 32]; 2], nonce: &[u8; 24], aad: &[u8]) -> Vec<u8> {
    let [(r1, s1), (r2, s2)] = keys.map(|key| one_time_key(key, nonce));
    let [k1, k2] = [r1, r2].map(|r| known(aad, r));
    let per_square = |r: Fe| inverse(mul(r, r));
    for tag in 0_u128.. {
        let left = |s: u128, known: Fe, r: Fe| mul(sub(number(tag.wrapping_sub(s), 0), known), per_square(r));
        let (c1, c2) = (left(s1, k1, r1), left(s2, k2, r2));
        let x = mul(sub(c1, c2), inverse(sub(r1, r2)));
        let y = sub(c1, mul(x, r1));
        if let (Some(x), Some(y)) = (block(x), block(y)) {
            return [x.to_le_bytes(), y.to_le_bytes(), tag.to_le_bytes()].concat();
        }
    }
    unreachable!("one tag in sixteen will do")
}

/// The polynomial at `r` with both free blocks zero.
fn known(aad: &[u8], r: Fe) -> Fe {
    let mut blocks: Vec<u128> = aad
        .chunks(16)
        .map(|chunk| {
            let mut block = [0; 16];
            block[..chunk.len()].copy_from_slice(chunk);
            u128::from_le_bytes(block)
        })
        .collect();
    blocks.extend([0, 0, (aad.len() as u128) | (32 << 64)]);
    blocks.into_iter().fold([0; 5], |sum, block| mul(add(sum, number(block, 1)), r))
}

/// A number modulo 2^130 - 5, in five limbs of 26 bits.
type Fe = [u64; 5];
const MASK: u64 = (1 << 26) - 1;

fn number(low: u128, bit_128: u64) -> Fe {
    let limb = |place: u32| u64::try_from((low >> (26 * place)) & u128::from(MASK)).unwrap();
    [limb(0), limb(1), limb(2), limb(3), limb(4) | (bit_128 << 24)]
}

/// The number as a block, if it is small enough to be one.
fn block(number: Fe) -> Option<u128> {
    let whole = canonical(number);
    (whole[4] >> 24 == 0)
        .then(|| (0..5).fold(0, |sum, place| sum | (u128::from(whole[place]) << (26 * place))))
}

fn canonical(number: Fe) -> Fe {
    let mut plus_five = number;
    plus_five[0] += 5;
    for place in 0..4 {
        plus_five[place + 1] += plus_five[place] >> 26;
        plus_five[place] &= MASK;
    }
    if plus_five[4] >> 26 == 0 {
        return number;
    }
    plus_five[4] &= MASK;
    plus_five
}

fn carried(mut sums: [u128; 5]) -> Fe {
    for _ in 0..4 {
        for place in 0..5 {
            let over = sums[place] >> 26;
            sums[place] &= u128::from(MASK);
            if place == 4 {
                sums[0] += 5 * over;
            } else {
                sums[place + 1] += over;
            }
        }
    }
    sums.map(|limb| u64::try_from(limb).unwrap())
}

fn add(left: Fe, right: Fe) -> Fe {
    carried(std::array::from_fn(|place| u128::from(left[place] + right[place])))
}

fn sub(left: Fe, right: Fe) -> Fe {
    let twice_p = |place: usize| 2 * (MASK - if place == 0 { 4 } else { 0 });
    carried(std::array::from_fn(|place| u128::from(left[place] + twice_p(place) - right[place])))
}

fn mul(left: Fe, right: Fe) -> Fe {
    let mut sums = [0_u128; 5];
    for (i, &a) in left.iter().enumerate() {
        for (j, &b) in right.iter().enumerate() {
            let fold = if i + j < 5 { 1 } else { 5 };
            sums[(i + j) % 5] += fold * u128::from(a) * u128::from(b);
        }
    }
    carried(sums)
}

/// To the power of 2^130 - 7: all ones but the bits one and two.
fn inverse(number: Fe) -> Fe {
    (0..130).rev().fold([1, 0, 0, 0, 0], |power, bit| {
        let square = mul(power, power);
        if bit == 1 || bit == 2 { square } else { mul(square, number) }
    })
}

/// The clamped `r` and the `s` of Poly1305 for one key and nonce.
fn one_time_key(key: &[u8; 32], nonce: &[u8; 24]) -> (Fe, u128) {
    let start = state(key, nonce[..16].try_into().unwrap());
    let mixed = rounds(start);
    let subkey: Vec<u8> = mixed[..4].iter().chain(&mixed[12..]).flat_map(|word| word.to_le_bytes()).collect();
    let mut input = [0; 16];
    input[8..].copy_from_slice(&nonce[16..]);
    let start = state(&subkey.try_into().unwrap(), &input);
    let mixed = rounds(start);
    let first: Vec<u8> =
        mixed.iter().zip(start).flat_map(|(word, was)| word.wrapping_add(was).to_le_bytes()).collect();
    let half = |from: usize| u128::from_le_bytes(first[from..from + 16].try_into().unwrap());
    (number(half(0) & 0x0fff_fffc_0fff_fffc_0fff_fffc_0fff_ffff, 0), half(16))
}

fn state(key: &[u8; 32], input: &[u8; 16]) -> [u32; 16] {
    let whole = [&b"expand 32-byte k"[..], key, input].concat();
    std::array::from_fn(|word| u32::from_le_bytes(whole[4 * word..4 * word + 4].try_into().unwrap()))
}

fn rounds(mut state: [u32; 16]) -> [u32; 16] {
    for _ in 0..10 {
        for column in 0..4 {
            quarter(&mut state, [column, 4 + column, 8 + column, 12 + column]);
        }
        for column in 0..4 {
            quarter(&mut state, [column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4]);
        }
    }
    state
}

fn quarter(state: &mut [u32; 16], [a, b, c, d]: [usize; 4]) {
    for (sum, add, turn, by) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)] {
        state[sum] = state[sum].wrapping_add(state[add]);
        state[turn] = (state[turn] ^ state[sum]).rotate_left(by);
    }
}
