package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
)

// printOf writes a PDF of one page as LibreOffice would: two sheets' names, a font of three letters, one link.
func printOf(content string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.6\n")
	at := []int{0}
	object := func(text string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n\n", len(at)-1, text)
	}
	stream := func(text string) {
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		z.Write([]byte(text))
		z.Close()
		object(fmt.Sprintf("<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream", packed.Len(), packed.String()))
	}
	object("<</Type/Catalog/Pages 2 0 R\n/Outlines 7 0 R>>")
	object("<</Type/Pages/Kids[ 3 0 R ]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/Resources 9 0 R/Annots[ 10 0 R ]/Contents 4 0 R>>")
	stream(content)
	object("<</Type/Font/FirstChar 0/Widths[0 1000 1000 500 ]/ToUnicode 6 0 R>>")
	stream("begincmap\n3 beginbfchar\n<01> <4E00>\n<02> <4E8C>\n<03> <0061>\nendbfchar\nendcmap")
	object("<</Count 1/First 8 0 R/Last 8 0 R>>")
	object("<</Count 0/Title<FEFF603B89C8>/Dest[3 0 R/XYZ 0 800 0]/Parent 7 0 R>>")
	object("<</Font<</F1 5 0 R>>>>")
	object(`<</Type/Annot/Subtype/Link/Rect[99 195 200 215]/Contents(a \) b)>>`)
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n", len(at))
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at), table)
	return b.Bytes()
}

// show writes runs as lines of text, with what is cut off.
func show(runs []Run) string {
	var lines []string
	for _, r := range runs {
		line := fmt.Sprintf("%s %g,%g %gx%g", r.Text, r.X, r.Y, r.Width, r.Size)
		across, up := r.Cut()
		for word, is := range map[string]bool{" link": r.Link} {
			if is {
				line += word
			}
		}
		if across {
			line += " across"
		}
		if up {
			line += " up"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestPagesAreRead(t *testing.T) {
	text := "BT %s /F1 10 Tf<0102>Tj ET "
	for _, x := range []struct{ why, content, want string }{
		{"a text", "BT 10 20 Td /F1 10 Tf<010203>Tj ET", "一二a 10,20 25x10"},
		{"letters drawn apart", "BT 10 20 Td /F1 10 Tf[<01>-500<02>]TJ ET", "一二 10,20 25x10"},
		{"a place that is moved", "q 2 0 0 2 10 0 cm BT 10 20 Td /F1 10 Tf<01>Tj ET Q BT 1 0 0 1 5 6 Tm /F1 8 Tf<03>Tj ET", "一 30,40 20x20\na 5,6 4x8"},
		{"a cell that is wide enough", "q 0 15 40 20 re W* n " + fmt.Sprintf(text, "10 20 Td") + "Q", "一二 10,20 20x10"},
		{"a cell that ends in the text", "q 0 15 22 20 re W* n " + fmt.Sprintf(text, "10 20 Td") + "Q", "一二 10,20 20x10 across"},
		{"a cell that begins in it", "q 18 15 40 20 re W* n " + fmt.Sprintf(text, "10 20 Td") + "Q", "一二 10,20 20x10 across"},
		{"a row that is too low", "q 0 22.5 40 20 re W* n " + fmt.Sprintf(text, "10 20 Td") + "Q", "一二 10,20 20x10 up"},
		{"a line below its row", "q 0 40 40 20 re W* n " + fmt.Sprintf(text, "10 20 Td") + "Q", "一二 10,20 20x10 up"},
		{"a bound that has ended", "q 0 40 1 1 re W* n Q " + fmt.Sprintf(text, "10 20 Td"), "一二 10,20 20x10"},
		{"a bound within another", "q 0 0 90 90 re W n 0 0 1 90 re W n " + fmt.Sprintf(text, "10 20 Td") + "Q", "一二 10,20 20x10 across"},
		{"a fill bounds nothing", "0 0 1 1 re f* " + fmt.Sprintf(text, "10 20 Td"), "一二 10,20 20x10"},
		{"a link", fmt.Sprintf(text, "100 200 Td"), "一二 100,200 20x10 link"},
	} {
		pages, err := Read(printOf(x.content))
		if err != nil || len(pages) != 1 || pages[0].Sheet != "总览" {
			t.Errorf("%s: %v, %+v", x.why, err, pages)
			continue
		}
		if got := show(pages[0].Runs); got != x.want {
			t.Errorf("%s: %q, want %q", x.why, got, x.want)
		}
	}
}

// Any other file is an error, whatever is wrong with it.
func TestOtherFilesAreRefused(t *testing.T) {
	whole := printOf("BT 10 20 Td /F1 10 Tf<01>Tj ET")
	for n := range whole {
		pages, err := Read(whole[:n])
		if err == nil && len(pages) == 1 && len(pages[0].Runs) != 1 {
			t.Errorf("the first %d bytes are read as %+v", n, pages)
		}
	}
	for _, content := range []string{"Q", "1 Td", "BT /F2 10 Tf ET", "BT <01>Tj ET", "[ 1"} {
		if pages, err := Read(printOf(content)); err == nil {
			t.Errorf("%q is read as %+v", content, pages)
		}
	}
}
