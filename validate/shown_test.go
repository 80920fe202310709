package validate

import (
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Programs save numbers with up to seventeen digits, of which people see at most fifteen: messages quote what people see.
func TestNumbersAreQuotedAsPeopleSeeThem(t *testing.T) {
	number := func(v float64, stored string) sheet.Value {
		return sheet.Value{Kind: sheet.Number, Num: v, Text: stored}
	}
	for _, tt := range []struct {
		d    workbook.Datum
		want string
	}{
		{workbook.Datum{Raw: number(0.08799999999999999, "0.08799999999999999"), Text: "0.08799999999999999"}, "0.088"},
		{workbook.Datum{Raw: number(0.08799999999999999, "0.08799999999999999")}, "0.088"},
		{workbook.Datum{Raw: number(1200, "1200")}, "1200"},
		{workbook.Datum{Raw: number(1200, "1.2E3")}, "1200"},
		{workbook.Datum{Raw: number(0.8, "0.8"), Text: "80%"}, "80%"},
		{workbook.Datum{Raw: sheet.Str("0.08799999999999999"), Text: "0.08799999999999999"}, "0.08799999999999999"},
		{workbook.Datum{Raw: sheet.Str("约3万")}, "约3万"},
	} {
		if got := shown(&tt.d); got != tt.want {
			t.Errorf("%+v is quoted as %q, want %q", tt.d.Raw, got, tt.want)
		}
	}
}
