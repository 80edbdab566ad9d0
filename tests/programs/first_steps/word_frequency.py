text = "the quick brown fox jumps over the lazy dog the end"
freq = {}
for w in text.split():
    freq[w] = freq.get(w, 0) + 1
for w in sorted(freq, key=lambda w: (-freq[w], w)):
    print(w, freq[w])
