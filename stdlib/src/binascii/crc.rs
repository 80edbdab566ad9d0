//! Checksums.

/// Table `n` advances a byte by `n` further zero bytes.
static TABLES: [[u32; 256]; 8] = {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut rest = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 { rest >> 1 ^ 0xEDB8_8320 } else { rest >> 1 };
            bit += 1;
        }
        tables[0][byte] = rest;
        byte += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[table - 1][byte];
            tables[table][byte] = before >> 8 ^ tables[0][before as usize & 255];
            byte += 1;
        }
        table += 1;
    }
    tables
};

/// The CRC-32 of zip files, eight bytes at a time.
pub fn crc32(bytes: &[u8], start: u32) -> u32 {
    let mut crc = !start;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = u64::from(crc);
        for (place, &byte) in chunk.iter().enumerate() {
            word ^= u64::from(byte) << (8 * place);
        }
        crc = (0..8).fold(0, |crc, place| crc ^ TABLES[7 - place][(word >> (8 * place)) as usize & 255]);
    }
    for &byte in chunks.remainder() {
        crc = crc >> 8 ^ TABLES[0][(crc as u8 ^ byte) as usize];
    }
    !crc
}

/// The CRC-CCITT of BinHex files.
pub fn crc_hqx(bytes: &[u8], start: u16) -> u16 {
    bytes.iter().fold(start, |crc, &byte| {
        let mixed = crc ^ u16::from(byte) << 8;
        (0..8).fold(mixed, |rest, _| if rest & 0x8000 != 0 { rest << 1 ^ 0x1021 } else { rest << 1 })
    })
}
