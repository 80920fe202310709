package xlsx

import (
	"errors"
	"strings"
	"testing"

	"duban/validate"
)

// exampleFiles gives the kinds of files that the rules' examples name, except the one that cannot be opened at all.
func exampleFiles(t *testing.T) map[string][]byte {
	t.Helper()
	named := map[string][]byte{}
	for _, c := range foreignCases(t) {
		named[c.name] = c.data
	}
	one := testBook(cellA1)
	good := pack(t, one)
	return map[string][]byte{
		validate.FileXlsx:      good,
		validate.FileEmpty:     named["nothing"],
		validate.FilePassword:  named["password"],
		validate.FileXls:       named["xls"],
		validate.FileMail:      named["msg"],
		validate.FileMacro:     named["xlsm"],
		validate.FileXlsb:      named["xlsb"],
		validate.FileOds:       named["ods"],
		validate.FileDocx:      named["docx"],
		validate.FileCsv:       named["csv in GBK"],
		validate.FileHTML:      named["html"],
		validate.FileXML:       named["xml 2003"],
		validate.FilePicture:   named["png"],
		validate.FilePdf:       named["pdf"],
		validate.FileZip:       named["zip"],
		validate.FileUnknown:   named["program"],
		validate.FileTruncated: good[:len(good)-200],
		validate.FileDamaged:   pack(t, edited(t, one, sheetAt, "</row>", "")),
		validate.FileTooLarge:  pack(t, testBook(`<row`+manyAttributes()+`/>`)),
		validate.FileExternalLinks: pack(t, edited(t, one, bookRelsAt, `</Relationships>`,
			`<Relationship Id="rId9" Type="`+testRelType+`externalLink" Target="externalLinks/a.xml"/></Relationships>`)),
		validate.FileLinkOutside:   pack(t, linked(t, `\\10.1.1.8\共享\台账.xlsx`)),
		validate.FileStylesMissing: pack(t, without(one, stylesAt)),
		validate.FileDate1904:      pack(t, edited(t, one, workbookAt, `<sheets>`, `<workbookPr date1904="1"/><sheets>`)),
	}
}

// TestExamplesOfFiles reads a file of each kind that an example names: the bad one is refused or reported with the rule's code, the good
// one is not.
func TestExamplesOfFiles(t *testing.T) {
	files := exampleFiles(t)
	said := func(kind string) []string {
		data, ok := files[kind]
		if !ok {
			t.Fatalf("no file of kind %q", kind)
		}
		book, err := Read(data)
		if err != nil {
			var refusal *Refusal
			if !errors.As(err, &refusal) {
				t.Fatal(err)
			}
			return []string{refusal.Code}
		}
		var out []string
		for _, o := range book.Oddities {
			out = append(out, o.Code)
		}
		return out
	}
	used := map[string]bool{validate.FileXlsx: true, validate.FileUnreadable: true}
	for _, r := range validate.Catalogue() {
		if r.Bad.File == "" || r.Bad.File == validate.FileUnreadable {
			continue
		}
		used[r.Bad.File] = true
		if got := strings.Join(said(r.Bad.File), " "); got != r.Code {
			t.Errorf("%s: a file of kind %s gives %q", r.Code, r.Bad.File, got)
		}
		if got := said(r.Good.File); len(got) > 0 {
			t.Errorf("%s: the good file gives %v", r.Code, got)
		}
	}
	for _, kind := range validate.FileKinds() {
		if !used[kind] {
			t.Errorf("files of kind %s are no example of anything", kind)
		}
	}
}
