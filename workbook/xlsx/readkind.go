package xlsx

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/richardlehane/mscfb"
)

// foreignFile tells by content, never by name, what a file is that cannot be a zip, and gives the refusal for it. It returns nil for
// a zip.
func foreignFile(data []byte) *Refusal {
	starts := func(magic string) bool { return len(data) >= len(magic) && string(data[:len(magic)]) == magic }
	switch {
	case len(data) == 0:
		return refuse(RefusedEmpty, "")
	case starts("PK\x03\x04"), starts("PK\x05\x06"):
		return nil
	case starts(oleMagic):
		return oleFile(data)
	case starts("%PDF-"):
		return refuse(RefusedPdf, "")
	case starts("{\\rtf"):
		return refuse(RefusedDocx, "", "kind", "rtf")
	}
	for _, m := range []struct{ magic, code, kind string }{
		{"\x89PNG\r\n\x1A\n", RefusedPicture, "png"},
		{"\xFF\xD8\xFF", RefusedPicture, "jpeg"},
		{"GIF8", RefusedPicture, "gif"},
		{"II*\x00", RefusedPicture, "tiff"},
		{"MM\x00*", RefusedPicture, "tiff"},
		{"Rar!\x1A\x07", RefusedZip, "rar"},
		{"7z\xBC\xAF\x27\x1C", RefusedZip, "7z"},
		{"\x1F\x8B\x08", RefusedZip, "gzip"},
	} {
		if starts(m.magic) {
			return refuse(m.code, "", "kind", m.kind)
		}
	}
	switch {
	case starts("BM") && len(data) >= 6 && uint64(binary.LittleEndian.Uint32(data[2:])) == uint64(len(data)):
		return refuse(RefusedPicture, "", "kind", "bmp")
	case starts("RIFF") && len(data) >= 12 && string(data[8:12]) == "WEBP":
		return refuse(RefusedPicture, "", "kind", "webp")
	case len(data) >= 12 && string(data[4:8]) == "ftyp" && strings.Contains("heic heix mif1 msf1 avif", string(data[8:12])):
		return refuse(RefusedPicture, "", "kind", "heic") // as phones take them
	case bytes.Count(data, []byte{0}) == len(data):
		return damaged("", damagedZeros)
	}
	return textFile(data)
}

// HeadBytes is how many of a long file's first bytes RefuseLong looks at: headings and declarations come first.
const HeadBytes = 4 << 10

// RefuseLong refuses a file of more than MaxFileBytes, as Read does, from its first bytes alone: nobody needs to hold all of it.
func RefuseLong(head []byte) *Refusal { return refuseLong(head, maxFileBytes) }

// refuseLong refuses a file by its kind if its first bytes tell, which says more than that it is too large.
func refuseLong(head []byte, limit int64) *Refusal {
	switch refusal := foreignFile(head); {
	case refusal == nil, refusal.Code == RefusedDamaged, refusal.Code == RefusedEmpty, bytes.HasPrefix(head, []byte(oleMagic)):
		return tooLarge("", "file", limit) // what else could be said is further on in the file
	default:
		return refusal
	}
}

// oleMagic begins the files of Excel 97 and its kin, and password-protected workbooks.
const oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// textFile tells kinds of text apart; anything else is unknown.
func textFile(data []byte) *Refusal {
	head := data[:min(len(data), HeadBytes)]
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		// Cut to whole units, so that no surrogate pair is split.
		wide, ok := fromUTF16(head[:len(head)&^1])
		if !ok && len(head) > 4 {
			wide, ok = fromUTF16(head[:len(head)&^1-2])
		}
		if !ok {
			return refuse(RefusedUnknown, "")
		}
		head = wide
	}
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' || c == 0x7F {
			return refuse(RefusedUnknown, "")
		}
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n\f")
	if len(head) == 0 {
		return refuse(RefusedEmpty, "")
	}
	lower := bytes.ToLower(head)
	switch {
	case bytes.HasPrefix(lower, []byte("mime-version:")), bytes.HasPrefix(lower, []byte("from:")) &&
		bytes.Contains(lower, []byte("multipart/related")):
		return refuse(RefusedHTML, "", "kind", "mht")
	case head[0] == '<' && bytes.Contains(head, []byte("urn:schemas-microsoft-com:office:spreadsheet")) &&
		!bytes.Contains(lower, []byte("<html")):
		return refuse(RefusedXML, "", "kind", "spreadsheet-2003")
	case head[0] == '<' && containsAny(lower, "<html", "<!doctype html", "<table", "<head", "<body", "<meta"):
		return refuse(RefusedHTML, "", "kind", "html")
	case bytes.HasPrefix(lower, []byte("<?xml")):
		return refuse(RefusedXML, "", "kind", "xml")
	}
	return refuse(RefusedCsv, "")
}

func containsAny(b []byte, words ...string) bool {
	for _, w := range words {
		if bytes.Contains(b, []byte(w)) {
			return true
		}
	}
	return false
}

// oleFile tells OLE files apart by the names of their streams.
func oleFile(data []byte) *Refusal {
	ole, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		var e mscfb.Error
		if errors.As(err, &e) && e.Typ() == mscfb.ErrRead {
			// The directory points beyond the end of the file.
			return refuse(RefusedTruncated, "", "kind", "ole")
		}
		return damaged("", damagedZip, "kind", "ole")
	}
	streams := make(map[string]bool, len(ole.File))
	for _, f := range ole.File {
		streams[f.Name] = true
	}
	switch {
	case streams["EncryptedPackage"]:
		return refuse(RefusedPassword, "", "kind", "ole")
	case streams["ETExtData"]: // WPS adds it to what it saves as .et and .xls
		return refuse(RefusedOldExcel, "", "kind", "wps")
	case streams["Workbook"]:
		return refuse(RefusedOldExcel, "", "kind", "excel-97")
	case streams["Book"]:
		return refuse(RefusedOldExcel, "", "kind", "excel-5")
	case streams["WordDocument"]:
		return refuse(RefusedDocx, "", "kind", "doc")
	case streams["PowerPoint Document"]:
		return refuse(RefusedDocx, "", "kind", "ppt")
	}
	return refuse(RefusedOle, "")
}
