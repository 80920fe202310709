package score

import (
	"math/bits"
	"slices"
	"sync"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Inputs are the inputs of a row, those that are known. In a year there are tens of thousands of rows with a dozen each, nearly
// all of them numbers: these take eight bytes.
type Inputs struct {
	// known and others are sets of inputs: those that are known, and those of them that are no numbers.
	known, others uint64
	// What is known stands in the order of workbook.SchemeInputs.
	numbers []float64
	values  []sheet.Value
}

// knownInput is an input and its value.
type knownInput struct {
	key   string
	value sheet.Value
}

func knownInputs(known []knownInput) Inputs {
	var in Inputs
	for _, x := range known {
		in.set(x.key, x.value)
	}
	return in
}

// inputBits give each input its place in a set, by its key.
var inputBits = sync.OnceValue(func() map[string]uint64 {
	out := map[string]uint64{}
	for i, x := range workbook.SchemeInputs() {
		out[x.Key] = 1 << i
	}
	return out
})

// Of is an input, blank where nothing is known.
func (in *Inputs) Of(key string) sheet.Value {
	bit := inputBits()[key]
	switch {
	case in.known&bit == 0:
		return sheet.Value{}
	case in.others&bit != 0:
		return in.values[below(in.others, bit)]
	}
	return sheet.Num(in.numbers[below(in.known&^in.others, bit)])
}

// below counts the inputs of a set that stand before one.
func below(set, bit uint64) int { return bits.OnesCount64(set & (bit - 1)) }

// set puts an input in the place of what was known of it. A blank takes it away.
func (in *Inputs) set(key string, v sheet.Value) {
	bit := inputBits()[key]
	if bit == 0 {
		panic("score: " + key + " is no input, or one of more than a set has room for") // its value would be lost without a word
	}
	number := v.Kind == sheet.Number && v.Text == ""
	switch {
	case in.known&bit == 0:
	case in.others&bit != 0:
		at := below(in.others, bit)
		if !number && !v.IsBlank() {
			in.values[at] = v
			return
		}
		in.values = slices.Delete(in.values, at, at+1)
	default:
		at := below(in.known&^in.others, bit)
		if number {
			in.numbers[at] = v.Num
			return
		}
		in.numbers = slices.Delete(in.numbers, at, at+1)
	}
	in.known, in.others = in.known&^bit, in.others&^bit
	switch {
	case v.IsBlank():
	case number:
		in.numbers = slices.Insert(in.numbers, below(in.known&^in.others, bit), v.Num)
		in.known |= bit
	default:
		in.values = slices.Insert(in.values, below(in.others, bit), v)
		in.known, in.others = in.known|bit, in.others|bit
	}
}
