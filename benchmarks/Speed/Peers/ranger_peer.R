# ranger's side of the forest cases, in the manner of scikit_learn_peer.py:
#
#     Rscript ranger_peer.R CASE FOLDER THREADS

arguments <- commandArgs(trailingOnly = TRUE)
name <- arguments[1]
folder <- arguments[2]
threads <- as.integer(arguments[3])

answer <- function(text) {
  cat(text, "\n", sep = "")
  flush(stdout())
}

# A .npy file of version 1.0, little-endian: doubles in rows, or integers.
read_npy <- function(file) {
  connection <- file(file.path(folder, file), "rb")
  on.exit(close(connection))
  readBin(connection, "raw", 8)
  header <- readChar(connection, readBin(connection, "integer", 1, size = 2, signed = FALSE, endian = "little"))
  shape <- as.integer(regmatches(header, gregexpr("[0-9]+(?=[,)])", header, perl = TRUE))[[1]])
  if (grepl("<f8", header)) {
    t(matrix(readBin(connection, "double", prod(shape), endian = "little"), nrow = shape[2]))
  } else {
    readBin(connection, "integer", shape[1], endian = "little")
  }
}

if (!requireNamespace("ranger", quietly = TRUE)) {
  readLines(file("stdin"), 1)
  answer('{"absent": "R has no ranger (Debian: apt-get install r-cran-ranger)"}')
  quit(save = "no")
}

x_train <- read_npy("x_train.npy")
x_test <- read_npy("x_test.npy")
colnames(x_train) <- colnames(x_test) <- paste0("x", seq_len(ncol(x_train)))
y_train <- factor(read_npy("y_train.npy"))
y_test <- factor(read_npy("y_test.npy"), levels = levels(y_train))

fit <- function() {
  options <- list(x = x_train, y = y_train, num.trees = 100, min.node.size = 1, num.threads = threads, seed = 1, oob.error = FALSE,
    verbose = FALSE)
  if (grepl("^tree", name)) {
    options <- modifyList(options, list(num.trees = 1, mtry = ncol(x_train), replace = FALSE, sample.fraction = 1))
  }
  if (grepl("^extra", name)) {
    options <- modifyList(options, list(splitrule = "extratrees", num.random.splits = 1, replace = FALSE, sample.fraction = 1))
  }
  model <<- do.call(ranger::ranger, options)
}

predict_rows <- function() predicted <<- predict(model, x_test, num.threads = threads)$predictions

input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  if (words[1] == "version") {
    answer(sprintf('{"version": "%s"}', as.character(utils::packageVersion("ranger"))))
  } else if (words[1] == "peak") {
    status <- readLines("/proc/self/status")
    answer(sprintf('{"peak_mb": %f}', as.numeric(gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE))) * 1024 / 1e6))
  } else {
    work <- if (words[1] == "fit") fit else predict_rows
    start <- proc.time()[["elapsed"]]
    for (i in seq_len(as.integer(words[2]))) work()
    seconds <- (proc.time()[["elapsed"]] - start) / as.integer(words[2])
    if (words[1] == "fit") predict_rows()
    answer(sprintf('{"seconds": %.9f, "quality": %.9f}', max(seconds, 1e-6), mean(predicted == y_test)))
  }
}
