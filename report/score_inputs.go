package report

import (
	"slices"

	"duban/workbook/sheet"
)

// ScoreInputs are the inputs of a row by key, those that are known: few enough to look through, and in a year there are
// tens of thousands of rows.
type ScoreInputs []scoreInput

type scoreInput struct {
	key   string
	value sheet.Value
}

// Of is an input, blank where nothing is known.
func (in ScoreInputs) Of(key string) sheet.Value {
	for i := range in {
		if in[i].key == key {
			return in[i].value
		}
	}
	return sheet.Value{}
}

// set puts an input in the place of what was known of it.
func (in *ScoreInputs) set(key string, v sheet.Value) {
	at := slices.IndexFunc(*in, func(x scoreInput) bool { return x.key == key })
	switch {
	case at >= 0:
		(*in)[at].value = v
	case !v.IsBlank():
		*in = append(*in, scoreInput{key, v})
	}
}
