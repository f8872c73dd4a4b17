//! Digits of every script (decimal digits, Unicode's general category Nd).

/// Zeros of the decimal digits in use; each is followed by one to nine.
const ZEROS: [u32; 17] = [
    0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
    0x17e0, 0xff10,
];

/// The value of a decimal digit of any script: 7 of `7`, of `٧` and of `७`.
pub fn digit(character: char) -> Option<u32> {
    if character.is_ascii() {
        return character.to_digit(10);
    }
    let code = u32::from(character);
    // Below stand the letters of Latin, Greek, Cyrillic and Hebrew, which most of what is asked for is made of.
    if code < ZEROS[0] {
        return None;
    }
    ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|value| *value < 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_is_its_value_in_every_script() {
        for seven in "7٧۷७৭੭૭୭௭౭೭൭๗໗༧၇៧７".chars() {
            assert_eq!(digit(seven), Some(7), "{seven}");
        }
        for other in "aé七²½".chars() {
            assert_eq!(digit(other), None, "{other}");
        }
    }
}
