package xlsx

import (
	"bytes"
	"encoding/binary"
)

// weightOfByte is how many bytes of memory a byte of a workbook's parts becomes at most while the workbook is read and judged. The
// shortest cell takes 16 bytes in a part, and some 200 in memory with the row made of it.
const weightOfByte = 16

// Weight estimates how many bytes of memory it takes at most to read and judge a workbook. It goes by the sizes that the zip directory
// gives for the parts, which reading enforces. Whatever looks like an entry of a directory counts as one, so a file may weigh too much
// but never too little. A file that is no zip weighs nothing: its first bytes refuse it.
func Weight(data []byte) int64 {
	if foreignFile(data) != nil {
		return 0
	}
	const uncompressed = 24 // the offset at which an entry says how long its part is
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
