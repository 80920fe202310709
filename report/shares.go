package report

import (
	"sort"
)

// shares gives the counts as per cent of their sum, with one decimal. The largest remainders are rounded up, the first of equal ones
// first, so that the shares sum to 100. All are 0 if the counts are.
func shares(counts []int) []float64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	out := make([]float64, len(counts))
	if total == 0 {
		return out
	}
	tenths := make([]int, len(counts))
	order := make([]int, len(counts))
	left := 1000
	for i, n := range counts {
		tenths[i] = n * 1000 / total
		left -= tenths[i]
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return counts[order[i]]*1000%total > counts[order[j]]*1000%total })
	for _, i := range order[:left] {
		tenths[i]++
	}
	for i, n := range tenths {
		out[i] = float64(n) / 10
	}
	return out
}
