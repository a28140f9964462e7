// FAISS's side of the nearest-neighbour cases: faiss_peer CASE FOLDER THREADS, lines in, JSON out, as scikit_learn_peer.py describes.
// Data comes as doubles; its conversion to floats is part of each step, as it is for everybody else.
#include <faiss/IndexFlat.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>
#include <omp.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

struct Array {
    std::vector<char> bytes;
    size_t rows = 0, columns = 1;
    template <class T> const T* as() const { return reinterpret_cast<const T*>(bytes.data()); }
};

static Array read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    char head[10];
    file.read(head, 10);
    std::string text(static_cast<unsigned char>(head[8]) + 256 * static_cast<unsigned char>(head[9]), ' ');
    file.read(&text[0], text.size());
    size_t open = text.find('('), comma = text.find(',', open), close = text.find(')', open);
    Array array;
    array.rows = std::stoul(text.substr(open + 1));
    if (close > comma + 1) array.columns = std::stoul(text.substr(comma + 1));
    array.bytes.assign(std::istreambuf_iterator<char>(file), {});
    return array;
}

static std::vector<float> floats(const Array& x) { return std::vector<float>(x.as<double>(), x.as<double>() + x.rows * x.columns); }

static void write(const std::string& path, const std::vector<int>& values) {
    std::string head = "{'descr': '<i4', 'fortran_order': False, 'shape': (" + std::to_string(values.size()) + ",), }";
    head.resize((10 + head.size() + 1 + 63) / 64 * 64 - 11, ' ');
    head += '\n';
    std::ofstream file(path, std::ios::binary);
    file.write("\x93NUMPY\x01\x00", 8);
    file.put(static_cast<char>(head.size() % 256)).put(static_cast<char>(head.size() / 256));
    file << head;
    file.write(reinterpret_cast<const char*>(values.data()), sizeof(int) * values.size());
}

// The most memory this process held; ru_maxrss would begin with that of the process which started this one.
static double peak_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmHWM:", 0) == 0) return 1024.0 * std::stod(line.substr(6));
    return 0;
}

int main(int, char** arguments) {
    std::string name = arguments[1], folder = arguments[2];
    omp_set_num_threads(std::stoi(arguments[3]));
    Array x = read(folder + "/x_train.npy"), y = read(folder + "/y_train.npy"), q = read(folder + "/x_test.npy"), actual = read(folder + "/y_test.npy");
    const size_t k = name == "knn-wide-k" ? 100 : 5;
    std::unique_ptr<faiss::IndexFlatL2> index;
    std::vector<int> predicted(q.rows);
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string step;
        int times = 1;
        words >> step >> times;
        if (step == "version") {
            std::printf("{\"version\": \"%d.%d.%d\"}\n", FAISS_VERSION_MAJOR, FAISS_VERSION_MINOR, FAISS_VERSION_PATCH);
        } else if (step == "peak") {
            std::printf("{\"peak_mb\": %f}\n", peak_bytes() / 1e6);
        } else if (step == "size") {
            faiss::VectorIOWriter saved;
            faiss::write_index(index.get(), &saved);
            std::printf("{\"bytes\": %zu}\n", saved.data.size());
        } else {
            auto start = std::chrono::steady_clock::now();
            for (int time = 0; time < times; time++) {
                if (step == "fit") {
                    index = std::make_unique<faiss::IndexFlatL2>(x.columns);
                    index->add(x.rows, floats(x).data());
                    continue;
                }
                std::vector<float> distances(q.rows * k);
                std::vector<faiss::Index::idx_t> found(q.rows * k);
                index->search(q.rows, floats(q).data(), k, distances.data(), found.data());
                for (size_t i = 0; i < q.rows; i++) {
                    int votes[10] = {};
                    for (size_t j = 0; j < k; j++) votes[y.as<int>()[found[i * k + j]]]++;
                    predicted[i] = 0;
                    for (int c = 1; c < 10; c++)
                        if (votes[c] > votes[predicted[i]]) predicted[i] = c;
                }
            }
            double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / times;
            if (step == "predict") write(folder + "/predicted.npy", predicted);
            size_t right = 0;
            for (size_t i = 0; i < q.rows; i++) right += predicted[i] == actual.as<int>()[i];
            double quality = step == "fit" ? static_cast<double>(index->ntotal) : static_cast<double>(right) / q.rows;
            std::printf("{\"seconds\": %.9f, \"quality\": %.9f}\n", seconds, quality);
        }
        std::fflush(stdout);
    }
}
