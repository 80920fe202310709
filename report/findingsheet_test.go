package report

import (
	"strings"
	"testing"

	"duban/validate"
	"duban/workbook"
)

// A finding's message separates the items of a list as the reader's language does, and leaves a clerk's own text as it was typed.
func TestListsAsTheLanguageHasThem(t *testing.T) {
	f := &validate.Finding{Code: workbook.FaultChoice, Value: "甲、乙", Field: "Status", Args: map[string]string{"near": "", "allowed": "Ongoing、Done"}}
	for lang, want := range map[string]string{"zh": "Ongoing、Done", "en": "Ongoing, Done"} {
		c := catalogueOf(t, lang)
		said := c.T("finding."+f.Code, findingWords(c, f, "")...) + c.T("hint."+f.Code, findingWords(c, f, "")...)
		if !strings.Contains(said, want) || !strings.Contains(said, "甲、乙") {
			t.Errorf("%s: %s", lang, said)
		}
	}
}
