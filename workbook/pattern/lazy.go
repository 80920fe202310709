//go:build !race

package pattern

const eager = false
