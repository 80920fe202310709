package main

import (
	"fmt"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// If Excel would refuse something in a workbook, the message names the place, in the reader's language.
func TestLimitsAreTold(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		words, err := templates.LoadCatalogue(lang)
		if err != nil {
			t.Fatal(err)
		}
		a := &app{words: words}
		for _, limit := range xlsx.Limits() {
			if text := a.explain(&xlsx.LimitError{Limit: limit, Sheet: "甲"}); strings.ContainsAny(text, "‹›") {
				t.Errorf("%s: %s in no words: %s", lang, limit, text)
			}
		}
		book := &sheet.Book{Sheets: []*sheet.Sheet{{Name: "台账"}}}
		book.Sheets[0].Put(sheet.At(5, 3), sheet.Cell{Value: sheet.Str(strings.Repeat("长", sheet.MaxCellLen+1))})
		_, err = xlsx.Write(book)
		text := a.explain(fmt.Errorf("report: %w", err))
		for _, want := range []string{"台账", "C5", "32768", "32767", "→"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %s", lang, want, text)
			}
		}
	}
}
