// nanoflann's side of knn-low: a tree of static dimension under L2_Simple, which its documentation advises for points of few dimensions,
// with its leaves of ten. It builds by one thread, before version 1.5; queries are shared among all.
#include "peer.hpp"

#include <nanoflann.hpp>
#include <omp.h>

#include <cmath>
#include <memory>

struct Points {
    const double* values;
    size_t count;
    size_t kdtree_get_point_count() const { return count; }
    double kdtree_get_pt(size_t index, size_t column) const { return values[index * 3 + column]; }
    template <class Box> bool kdtree_get_bbox(Box&) const { return false; }
};

using Tree = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, Points>, Points, 3>;

struct Neighbours {
    static constexpr size_t k = 5;
    Array x, queries;
    Points points;
    std::unique_ptr<Tree> tree;
    std::vector<double> distances;
    std::vector<uint32_t> found;

    void build() {
        points = {x.as<double>(), x.rows};
        tree = std::make_unique<Tree>(3, points, nanoflann::KDTreeSingleIndexAdaptorParams(10));
    }

    void query() {
        distances.resize(queries.rows * k);
        found.resize(queries.rows * k);
#pragma omp parallel for schedule(dynamic, 256)
        for (size_t i = 0; i < queries.rows; i++) {
            tree->knnSearch(queries.as<double>() + 3 * i, k, &found[i * k], &distances[i * k]);
            // It gives squares; distances are what all give here.
            for (size_t j = 0; j < k; j++) distances[i * k + j] = std::sqrt(distances[i * k + j]);
        }
    }

    double fifth() const {
        double sum = 0;
        for (size_t i = 0; i < queries.rows; i++) sum += distances[i * k + k - 1];
        return sum / queries.rows;
    }
};

int main(int, char** arguments) {
    return serve(arguments, [](const std::string&, const std::string& folder, int threads) {
        omp_set_num_threads(threads);
        auto it = std::make_shared<Neighbours>();
        it->x = read(folder + "/x_train.npy");
        it->queries = read(folder + "/x_test.npy");
        if (it->x.columns != 3) throw std::runtime_error("the tree is compiled for three columns");
        char version[16];
        std::snprintf(version, sizeof version, "%x.%x.%x", NANOFLANN_VERSION >> 8, NANOFLANN_VERSION >> 4 & 15, NANOFLANN_VERSION & 15);
        Side side;
        side.version = version;
        side.settings = "float64 rows, " + std::to_string(threads) + " threads, 3 static columns, leaf 10; built by 1 thread";
        side.steps["build"] = {[it] { it->build(); }, [it] { return static_cast<double>(it->x.rows); }};
        side.steps["query"] = {[it] { it->query(); }, [it] { return it->fifth(); }};
        return side;
    });
}
