package xlsx

import (
	"bytes"
	"encoding/binary"
)

// weightOfByte is how many bytes of memory a byte of a workbook's parts becomes at the most while the workbook is read and judged: the
// shortest cell takes 16 bytes in a part and, with the row that is made of it, some 200 in memory.
const weightOfByte = 16

// Weight is about how many bytes of memory it takes at the most to read and to judge a workbook, by what its zip directory says of
// its parts, to which reading holds it. What is no zip weighs nothing: it is refused by its first bytes. Whatever looks like an entry of
// a directory counts as one, so that a file may weigh too much, but never too little.
func Weight(data []byte) int64 {
	if foreignFile(data) != nil {
		return 0
	}
	const uncompressed = 24 // where an entry says how long its part is
	var size uint64
	for {
		at := bytes.Index(data, []byte(zipEntryMark))
		if at < 0 || len(data)-at < zipEntryBytes {
			return weightOfByte * int64(size)
		}
		size += min(uint64(binary.LittleEndian.Uint32(data[at+uncompressed:])), maxOwnPartBytes)
		data = data[at+len(zipEntryMark):]
	}
}
