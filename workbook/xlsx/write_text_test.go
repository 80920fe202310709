package xlsx

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"duban/workbook/sheet"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"督办": "督办", "a\r\nb": "a\nb", "a\rb": "a\nb", "a\vb": "a\nb", "a\x01b": "a\uFFFDb", "\xFF": "\uFFFD", "\uFFFF": "\uFFFD", "a\tb": "a\tb",
	} {
		if got := wrText(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestXstring(t *testing.T) {
	for in, want := range map[string]string{
		"_x0041_": "_x005F_x0041_", "_x_x0042_": "_x_x005F_x0042_", "_x12": "_x12", "<&>": "&lt;&amp;&gt;", "_x0041_x0042_": "_x005F_x0041_x005F_x0042_", "_xZZZZ_": "_xZZZZ_",
	} {
		if got := string(appendXstring(nil, in)); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

// TestTextRoundTrip writes any text, as a value and as the result of a formula, and reads it again.
func TestTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[_x0-9A-Fa-z<&>"'=+@ \n\t-]{0,24}`)).Draw(t, "text")
		s := &sheet.Sheet{Name: "甲"}
		s.Put(sheet.At(1, 1), sheet.Cell{Value: sheet.Str(text)})
		s.Put(sheet.At(1, 2), sheet.Cell{Formula: "A1", Value: sheet.Str(text)})
		data, err := Write(&sheet.Book{Sheets: []*sheet.Sheet{s}})
		if err != nil {
			t.Fatal(err)
		}
		book, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []sheet.Ref{sheet.At(1, 1), sheet.At(1, 2)} {
			if got := book.Sheets[0].Value(at); !got.Equal(sheet.Str(wrText(text))) {
				t.Fatalf("%s: %q became %+v", at, text, got)
			}
		}
	})
}

// A text is in the shared strings once, however often it occurs and however its line breaks are typed, and every cell with it is counted.
func TestTextsAreShared(t *testing.T) {
	s := &sheet.Sheet{Name: "表"}
	for i, text := range []string{"a\r\nb", "a\nb", "c", "a\r\nb", "c", "a\vb"} {
		s.Put(sheet.At(i+1, 1), sheet.Cell{Value: sheet.Str(text)})
	}
	s.Put(sheet.At(7, 1), sheet.Cell{Value: sheet.Str("c"), Formula: `"c"`}) // stored in its cell
	data, err := Write(&sheet.Book{Sheets: []*sheet.Sheet{s}})
	if err != nil {
		t.Fatal(err)
	}
	want := ` count="6" uniqueCount="2"><si><t xml:space="preserve">a` + "\n" + `b</t></si><si><t>c</t></si></sst>`
	if got := partsOf(t, data)[textsPart]; !strings.HasSuffix(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "督办", "_x0041_", "a\r\nb", "\xff\x00", "\uFFFE", "  x "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean := wrText(s)
		if !utf8.ValidString(clean) || wrText(clean) != clean || strings.ContainsAny(clean, "\x00\r\v") {
			t.Errorf("%q gives %q", s, clean)
		}
		if back := string(unescape(appendXstringPlain(clean))); back != clean {
			t.Errorf("%q comes back as %q", clean, back)
		}
	})
}

// appendXstringPlain undoes the entities, as an XML reader would.
func appendXstringPlain(s string) []byte {
	return []byte(strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(string(appendXstring(nil, s))))
}

func TestLinks(t *testing.T) {
	for _, tt := range []struct {
		link, sheet string
		inside      bool
	}{
		{"'任务进展'!A5", "任务进展", true}, {"总览!A1:C3", "总览", true}, {"'甲''乙'!$B$2", "甲'乙", true},
		{"回收/甲!.xlsx", "", false}, {"https://example.org/a!A1", "https://example.org/a", false}, {"存档/甲.xlsx#'乙'!A1", "", false},
	} {
		if name, inside := insideTarget(tt.link); inside != tt.inside || inside && name != tt.sheet {
			t.Errorf("%s: %q %v", tt.link, name, inside)
		}
	}
	for in, want := range map[string]string{
		`回收\甲 1.xlsx`: "%E5%9B%9E%E6%94%B6/%E7%94%B2%201.xlsx", "../a.xlsx": "../a.xlsx", "https://example.org/a b": "https://example.org/a%20b", "mailto:a@b.cn": "mailto:a@b.cn",
	} {
		if got := linkAddress(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestValidName(t *testing.T) {
	for name, want := range map[string]bool{
		"状态": true, "_a.b": true, "a1b": true, "": false, "A1": false, "R1C1": false, "r": false, "RC": false, "1a": false, "a b": false, "XFD9": false, "率": true, "C5": false,
	} {
		if validName(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}
