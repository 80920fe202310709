package xlsx

import (
	"archive/zip"
	"bytes"
)

// weightOfByte is how many bytes of memory a byte of a workbook's parts becomes at the most while the workbook is read and judged: the
// shortest cell takes 16 bytes in a part and, with the row that is made of it, some 200 in memory.
const weightOfByte = 16

// Weight is about how many bytes of memory it takes at the most to read and to judge a workbook, by what its zip directory says of
// its parts, to which reading holds it. What is no zip weighs nothing: it is refused by its first bytes.
func Weight(data []byte) int64 {
	if foreignFile(data) != nil || bytes.Count(data, []byte(zipEntryMark)) > maxEntries {
		return 0
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0
	}
	var size uint64
	for _, f := range z.File {
		size += min(f.UncompressedSize64, maxOwnPartBytes)
	}
	return weightOfByte * int64(size)
}
