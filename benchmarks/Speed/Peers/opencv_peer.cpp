// The side of OpenCV's ml module in the cases of kernel SVM, forest and nearest neighbours. Its rows are floats.
#include "peer.hpp"

#include <omp.h>
#include <opencv2/core.hpp>
#include <opencv2/core/version.hpp>
#include <opencv2/ml.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace cv;
using namespace cv::ml;

static Mat floats(const Array& x) {
    Mat result;
    Mat(x.rows, x.columns, CV_64F, const_cast<char*>(x.bytes.data())).convertTo(result, CV_32F);
    return result;
}

static Mat integers(const Array& y) { return Mat(y.rows, 1, CV_32S, const_cast<char*>(y.bytes.data())).clone(); }

struct Classifier {
    Mat x, y, queries;
    Array actual;
    Ptr<StatModel> model;
    std::vector<int> predicted;

    // Its trees predict row by row: the rows are shared among the threads. The others share them by themselves.
    void predict(bool shared) {
        Mat labels(queries.rows, 1, CV_32F);
        auto block = [&](const Range& rows) {
            Mat part = labels.rowRange(rows);
            model->predict(queries.rowRange(rows), part);
        };
        if (shared) parallel_for_(Range(0, queries.rows), block);
        else block(Range(0, queries.rows));
        predicted.resize(queries.rows);
        for (int i = 0; i < queries.rows; i++) predicted[i] = cvRound(labels.at<float>(i));
    }
};

// The dual objective, half of aKa less the sum of |a| of each pair of classes, where a has the sign of its class.
static double objective(SVM& svm) {
    Mat rows = svm.getSupportVectors();
    double total = 0;
    for (int pair = 0;; pair++) {
        std::vector<double> a;
        std::vector<int> at;
        try {
            svm.getDecisionFunction(pair, a, at);
        } catch (const cv::Exception&) {
            // There are no more.
            return total;
        }
        const int n = static_cast<int>(a.size());
#pragma omp parallel for reduction(+ : total) schedule(dynamic, 8)
        for (int i = 0; i < n; i++) {
            const float* u = rows.ptr<float>(at[i]);
            double scores = 0;
            for (int j = 0; j < n; j++) {
                const float* v = rows.ptr<float>(at[j]);
                double squares = 0;
#pragma omp simd reduction(+ : squares)
                for (int c = 0; c < rows.cols; c++) squares += (static_cast<double>(u[c]) - v[c]) * (static_cast<double>(u[c]) - v[c]);
                scores += a[j] * std::exp(-svm.getGamma() * squares);
            }
            total += 0.5 * a[i] * scores - std::abs(a[i]);
        }
    }
}

int main(int, char** arguments) {
    return serve(arguments, [](const std::string& name, const std::string& folder, int threads) {
        setNumThreads(threads);
        omp_set_num_threads(threads);
        auto it = std::make_shared<Classifier>();
        it->x = floats(read(folder + "/x_train.npy"));
        it->y = integers(read(folder + "/y_train.npy"));
        it->queries = floats(read(folder + "/x_test.npy"));
        it->actual = read(folder + "/y_test.npy");
        const bool svm = name.rfind("svc", 0) == 0, forest = name.rfind("rf", 0) == 0;
        const std::string all = std::to_string(threads) + " threads";
        Side side;
        side.version = CV_VERSION;
        auto fitted = [it] {
            it->predict(true);
            return accuracy(it->predicted, it->actual);
        };
        if (svm) {
            side.settings = "float32 rows, fitted by 1 thread, predicting by " + all;
            side.steps["fit"] = {[it] {
                Ptr<SVM> learner = SVM::create();
                learner->setType(SVM::C_SVC);
                learner->setKernel(SVM::RBF);
                learner->setC(5);
                learner->setGamma(0.02);
                learner->setTermCriteria(TermCriteria(TermCriteria::EPS, 0, 1e-3));
                learner->train(it->x, ROW_SAMPLE, it->y);
                it->model = learner;
            }, [it] { return objective(*it->model.dynamicCast<SVM>()); }};
        } else if (forest) {
            side.settings = "float32 rows, fitted by 1 thread, predicting by " + all + ", depth 25 at most";
            side.steps["fit"] = {[it] {
                Ptr<RTrees> learner = RTrees::create();
                learner->setMaxDepth(25);
                learner->setMinSampleCount(2);
                learner->setActiveVarCount(0);
                learner->setCalculateVarImportance(false);
                learner->setTermCriteria(TermCriteria(TermCriteria::COUNT, 100, 0));
                learner->train(it->x, ROW_SAMPLE, it->y);
                it->model = learner;
            }, fitted};
        } else {
            side.settings = "float32 rows, " + all + ", brute force";
            side.steps["fit"] = {[it] {
                Ptr<KNearest> learner = KNearest::create();
                learner->setAlgorithmType(KNearest::BRUTE_FORCE);
                learner->setDefaultK(5);
                learner->setIsClassifier(true);
                learner->train(it->x, ROW_SAMPLE, it->y);
                it->model = learner;
            }, [it] { return static_cast<double>(it->x.rows); }};
        }
        side.steps["predict"] = {[it, forest] { it->predict(forest); }, [it] { return accuracy(it->predicted, it->actual); }};
        return side;
    });
}
