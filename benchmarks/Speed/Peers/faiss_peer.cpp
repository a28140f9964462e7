// FAISS's side of the nearest-neighbour cases: its flat index.
#include "peer.hpp"

#include <faiss/IndexFlat.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>
#include <omp.h>

#include <memory>

struct Neighbours {
    Array y, actual;
    std::vector<float> x, queries;
    size_t columns, k;
    std::unique_ptr<faiss::IndexFlatL2> index;
    std::vector<int> predicted;

    void fit() {
        index = std::make_unique<faiss::IndexFlatL2>(columns);
        index->add(y.rows, x.data());
    }

    void predict() {
        const size_t count = actual.rows;
        std::vector<float> distances(count * k);
        std::vector<faiss::Index::idx_t> found(count * k);
        index->search(count, queries.data(), k, distances.data(), found.data());
        predicted.assign(count, 0);
        for (size_t i = 0; i < count; i++) {
            int votes[10] = {};
            for (size_t j = 0; j < k; j++) votes[y.as<int>()[found[i * k + j]]]++;
            for (int c = 1; c < 10; c++)
                if (votes[c] > votes[predicted[i]]) predicted[i] = c;
        }
    }
};

int main(int, char** arguments) {
    return serve(arguments, [](const std::string& name, const std::string& folder, int threads) {
        omp_set_num_threads(threads);
        auto it = std::make_shared<Neighbours>();
        Array x = read(folder + "/x_train.npy");
        it->x = x.floats();
        it->columns = x.columns;
        it->y = read(folder + "/y_train.npy");
        it->queries = read(folder + "/x_test.npy").floats();
        it->actual = read(folder + "/y_test.npy");
        it->k = name == "knn-wide-k" ? 100 : 5;
        Side side;
        side.version = std::to_string(FAISS_VERSION_MAJOR) + "." + std::to_string(FAISS_VERSION_MINOR) + "." + std::to_string(FAISS_VERSION_PATCH);
        side.settings = "float32 rows, " + std::to_string(threads) + " threads, IndexFlatL2";
        side.steps["fit"] = {[it] { it->fit(); }, [it] { return static_cast<double>(it->index->ntotal); }};
        side.steps["predict"] = {[it] { it->predict(); }, [it, folder] {
            write(folder + "/predicted.npy", it->predicted);
            return accuracy(it->predicted, it->actual);
        }};
        side.size = [it] {
            faiss::VectorIOWriter saved;
            faiss::write_index(it->index.get(), &saved);
            return saved.data.size();
        };
        return side;
    });
}
