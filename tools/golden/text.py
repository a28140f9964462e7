"""Terms of texts, as scikit-learn's CountVectorizer, TfidfVectorizer and HashingVectorizer find and weigh them."""
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer

TEXTS = [
    "The quick brown fox jumps over the lazy dog", "the dog sleeps; THE FOX runs. A fox!", "", "   \t\n ", "x y z", "Übergröße für Änderungen, naïve café",
    "übergröße FÜR cafés: naive cafe", "I love C++ and F# ❤️ 🎉🎉 party time", "snake_case and kebab-case don't we've 3.14 2024", "dog dog dog dog fox fox",
    "Ελληνικά και ελληνικα λέξη, Слово слово ёлка", "日本語 テキスト です 中文", "tab\tseparated\t\twords  and   gaps\nnew\r\nlines", "½ cup ² x² Ⅷ viii a1 1a",
    "𝒜𝒷𝒸 𝟙𝟚 math letters", "🎉", "the the the of of and", "a", "ab", "abc abcd", "Fox, dog & fox? dog! The end.",
]
NEW = ["the unseen fox", "dog dog cafe 🎉🎉", "", "nothing known here qqq", "Übergröße übergröße x", TEXTS[12]]


def plain(x):
    x = x.tocsr().sorted_indices()
    return {"shape": list(x.shape), "starts": x.indptr.tolist(), "columns": x.indices.tolist(), "values": x.data.astype(float).tolist()}


def one(write, name, vectorizer, options, texts=TEXTS, new=NEW):
    fitted = vectorizer.fit_transform(texts)
    content = {"texts": texts, "new": new, "options": options, "transformed": plain(fitted), "transformed_new": plain(vectorizer.transform(new))}
    if hasattr(vectorizer, "get_feature_names_out"):
        content["terms"] = list(vectorizer.get_feature_names_out())
    write("text-vectorizer", name, {
        **content, "tolerance": 1e-14, "reason": "norms sum in another order, logarithms differ by a unit in the last place",
    })


def make(write):
    counts = {"Weighting": "counts"}
    one(write, "counts", CountVectorizer(), counts)
    one(write, "counts-case", CountVectorizer(lowercase=False), {**counts, "LowerCase": "false"})
    one(write, "counts-accents", CountVectorizer(strip_accents="unicode"), {**counts, "StripAccents": "true"},
        [text for text in TEXTS if "½" not in text and "𝒜" not in text and "です" not in text])
    one(write, "counts-binary", CountVectorizer(binary=True), {**counts, "Binary": "true"})
    one(write, "counts-one-letter", CountVectorizer(token_pattern=r"\b\w+\b"), {**counts, "MinWordLength": "1"})
    one(write, "counts-bigrams", CountVectorizer(ngram_range=(1, 2)), {**counts, "MaxNGram": "2"})
    one(write, "counts-trigrams-alone", CountVectorizer(ngram_range=(3, 3)), {**counts, "MinNGram": "3", "MaxNGram": "3"})
    one(write, "counts-stop-words", CountVectorizer(stop_words=["the", "and", "dog"], ngram_range=(1, 2)),
        {**counts, "StopWords": "the,and,dog", "MaxNGram": "2"})
    one(write, "counts-limits", CountVectorizer(min_df=2, max_df=4), {**counts, "MinDocumentCount": "2", "MaxDocumentCount": "4"})
    one(write, "counts-shares", CountVectorizer(min_df=0.09, max_df=0.2), {**counts, "MinDocumentShare": "0.09", "MaxDocumentShare": "0.2"})
    # The three most frequent terms are no tie.
    one(write, "counts-most", CountVectorizer(max_features=3), {**counts, "MaxTerms": "3"})
    one(write, "characters", CountVectorizer(analyzer="char", ngram_range=(1, 3)), {**counts, "Analyzer": "characters", "MaxNGram": "3"})
    one(write, "characters-in-words", CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)),
        {**counts, "Analyzer": "characters-in-words", "MinNGram": "2", "MaxNGram": "5"})
    one(write, "tf-idf", TfidfVectorizer(), {})
    one(write, "tf-idf-plain", TfidfVectorizer(smooth_idf=False), {"SmoothIdf": "false"})
    one(write, "tf-idf-sublinear", TfidfVectorizer(sublinear_tf=True), {"SublinearTf": "true"})
    one(write, "tf-idf-l1", TfidfVectorizer(norm="l1"), {"Norm": "l1"})
    one(write, "tf-idf-no-norm", TfidfVectorizer(norm=None), {"Norm": "none"})
    one(write, "tf-idf-binary", TfidfVectorizer(binary=True, min_df=2), {"Binary": "true", "MinDocumentCount": "2"})
    one(write, "tf-idf-characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3)),
        {"Analyzer": "characters-in-words", "MinNGram": "3", "MaxNGram": "3"})
    one(write, "frequency", TfidfVectorizer(use_idf=False), {"Weighting": "term-frequency"})
    hashed = {"HashColumnCount": "32", "Weighting": "counts"}
    one(write, "hashed", HashingVectorizer(n_features=32, norm=None, alternate_sign=False), hashed)
    one(write, "hashed-signed", HashingVectorizer(n_features=32, norm=None), {**hashed, "AlternateSign": "true"})
    one(write, "hashed-norm", HashingVectorizer(n_features=1 << 20, norm="l2", ngram_range=(1, 2)),
        {"HashColumnCount": "1048576", "Weighting": "term-frequency", "AlternateSign": "true", "MaxNGram": "2"})
