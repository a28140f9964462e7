# ranger as a contender of the MNIST report, in the manner of mnist_peer.py:
#
#     Rscript mnist_peer.R CONTENDER FOLDER THREADS

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

write_npy <- function(values, file) {
  header <- sprintf("{'descr': '<i4', 'fortran_order': False, 'shape': (%d,), }", length(values))
  size <- ceiling((10 + nchar(header) + 1) / 64) * 64 - 10
  connection <- file(file.path(folder, file), "wb")
  on.exit(close(connection))
  writeBin(as.raw(c(0x93, utf8ToInt("NUMPY"), 1, 0)), connection)
  writeBin(as.integer(size), connection, size = 2, endian = "little")
  writeChar(paste0(formatC(header, width = -(size - 1)), "\n"), connection, eos = NULL)
  writeBin(as.integer(values), connection, endian = "little")
}

if (!requireNamespace("ranger", quietly = TRUE)) {
  readLines(file("stdin"), 1)
  answer('{"absent": "R has no ranger (Debian: apt-get install r-cran-ranger)"}')
  quit(save = "no")
}

text <- paste(readLines(file.path(folder, "settings.json"), warn = FALSE), collapse = "")
trees <- as.integer(sub('.*"TreeCount":([0-9]+).*', "\\1", text))
x_train <- read_npy("x_train.npy")
x_test <- read_npy("x_test.npy")
colnames(x_train) <- colnames(x_test) <- paste0("x", seq_len(ncol(x_train)))
codes <- read_npy("y_train.npy")
y_train <- factor(codes)
y_test <- read_npy("y_test.npy")

fit <- function(rows = seq_len(nrow(x_train))) {
  options <- list(x = x_train[rows, ], y = y_train[rows], num.trees = trees, min.node.size = 1, num.threads = threads, seed = 1, oob.error = FALSE,
    verbose = FALSE)
  if (name == "tree") {
    options <- modifyList(options, list(num.trees = 1, mtry = ncol(x_train), replace = FALSE, sample.fraction = 1))
  }
  if (name == "extra-trees") {
    options <- modifyList(options, list(splitrule = "extratrees", num.random.splits = 1, replace = FALSE, sample.fraction = 1))
  }
  model <<- do.call(ranger::ranger, options)
}

predict_rows <- function() predicted <<- predict(model, x_test, num.threads = threads)$predictions

seconds_of <- function(work) {
  start <- proc.time()[["elapsed"]]
  work()
  max(proc.time()[["elapsed"]] - start, 0.001)
}

input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  step <- strsplit(line, " ")[[1]][1]
  if (step == "version") {
    fit(seq_len(min(500, nrow(x_train))))
    answer(sprintf('{"version": "%s"}', as.character(utils::packageVersion("ranger"))))
  } else if (step == "fit") {
    answer(sprintf('{"seconds": %.6f, "quality": %d}', seconds_of(fit), nrow(x_train)))
  } else if (step == "predict") {
    seconds <- seconds_of(predict_rows)
    found <- as.integer(as.character(predicted))
    write_npy(found, "predicted.npy")
    answer(sprintf('{"seconds": %.6f, "quality": %.9f}', seconds, mean(found == y_test)))
  } else if (step == "peak") {
    status <- readLines("/proc/self/status")
    answer(sprintf('{"peak_mb": %f}', as.numeric(gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE))) * 1024 / 1e6))
  } else if (step == "size") {
    answer(sprintf('{"bytes": %d}', length(serialize(model, NULL))))
  } else {
    answer('{"error": "there is no such step"}')
  }
}
