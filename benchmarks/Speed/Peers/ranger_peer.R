# ranger's side of the forest cases.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "peer.R"))

serve("ranger", sprintf("float64 column-major rows, %d threads", threads), function() {
  x_train <- read_npy("x_train.npy")
  x_test <- read_npy("x_test.npy")
  colnames(x_train) <- colnames(x_test) <- paste0("x", seq_len(ncol(x_train)))
  y_train <- factor(read_npy("y_train.npy"))
  y_test <- factor(read_npy("y_test.npy"), levels = levels(y_train))
  options <- list(x = x_train, y = y_train, num.trees = 100, min.node.size = 1, num.threads = threads, seed = 1, oob.error = FALSE,
    verbose = FALSE)
  if (grepl("^tree", name)) {
    options <- modifyList(options, list(num.trees = 1, mtry = ncol(x_train), replace = FALSE, sample.fraction = 1))
  }
  if (grepl("^extra", name)) {
    options <- modifyList(options, list(splitrule = "extratrees", num.random.splits = 1, replace = FALSE, sample.fraction = 1))
  }
  model <- NULL
  predicted <- NULL
  predict_rows <- function() predicted <<- predict(model, x_test, num.threads = threads)$predictions
  accuracy <- function() mean(predicted == y_test)
  list(
    fit = list(
      work = function() model <<- do.call(ranger::ranger, options),
      quality = function() {
        predict_rows()
        accuracy()
      }),
    predict = list(work = predict_rows, quality = accuracy))
})
