// What the C++ sides of the cases share: <library>_peer CASE FOLDER THREADS, lines in, JSON out, as scikit_learn_peer.py describes.
#pragma once
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

// A .npy file of version 1.0: doubles in rows, or integers.
struct Array {
    std::vector<char> bytes;
    size_t rows = 0, columns = 1;
    template <class T> const T* as() const { return reinterpret_cast<const T*>(bytes.data()); }
    std::vector<float> floats() const { return std::vector<float>(as<double>(), as<double>() + rows * columns); }
};

inline Array read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    char head[10];
    if (!file.read(head, 10)) throw std::runtime_error("can't read " + path);
    std::string text(static_cast<unsigned char>(head[8]) + 256 * static_cast<unsigned char>(head[9]), ' ');
    file.read(&text[0], text.size());
    size_t open = text.find('('), comma = text.find(',', open), close = text.find(')', open);
    Array array;
    array.rows = std::stoul(text.substr(open + 1));
    if (close > comma + 1) array.columns = std::stoul(text.substr(comma + 1));
    array.bytes.assign(std::istreambuf_iterator<char>(file), {});
    return array;
}

inline double accuracy(const std::vector<int>& predicted, const Array& actual) {
    size_t right = 0;
    for (size_t i = 0; i < predicted.size(); i++) right += predicted[i] == actual.as<int>()[i];
    return static_cast<double>(right) / predicted.size();
}

inline void write(const std::string& path, const std::vector<int>& values) {
    std::string head = "{'descr': '<i4', 'fortran_order': False, 'shape': (" + std::to_string(values.size()) + ",), }";
    head.resize((10 + head.size() + 1 + 63) / 64 * 64 - 11, ' ');
    head += '\n';
    std::ofstream file(path, std::ios::binary);
    file.write("\x93NUMPY\x01\x00", 8);
    file.put(static_cast<char>(head.size() % 256)).put(static_cast<char>(head.size() / 256));
    file << head;
    file.write(reinterpret_cast<const char*>(values.data()), sizeof(int) * values.size());
}

struct Step {
    std::function<void()> work;
    std::function<double()> quality;
};

// A case with its data loaded. What the steps work on lives in what they capture.
struct Side {
    std::string version, settings;
    std::map<std::string, Step> steps;
    // The bytes of the fitted model where it is kept; none where nobody asks.
    std::function<size_t()> size;
};

using Load = std::function<Side(const std::string& name, const std::string& folder, int threads)>;

// The most memory this process held; ru_maxrss would begin with that of the process which started this one.
inline double peak_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmHWM:", 0) == 0) return 1024.0 * std::stod(line.substr(6));
    return 0;
}

inline std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += static_cast<unsigned char>(c) < 32 ? ' ' : c;
    }
    return result + "\"";
}

// Answers line after line; what goes wrong in a step is an answer too.
inline int serve(char** arguments, const Load& load) {
    Side side;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string step;
        int times = 1;
        words >> step >> times;
        try {
            if (step == "version") {
                side = load(arguments[1], arguments[2], std::stoi(arguments[3]));
                std::printf("{\"version\": %s, \"settings\": %s}\n", quoted(side.version).c_str(), quoted(side.settings).c_str());
            } else if (step == "size") {
                std::printf("{\"bytes\": %zu}\n", side.size());
            } else if (step == "peak") {
                std::printf("{\"peak_mb\": %f}\n", peak_bytes() / 1e6);
            } else {
                const Step& one = side.steps.at(step);
                auto start = std::chrono::steady_clock::now();
                for (int time = 0; time < times; time++) one.work();
                double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / times;
                std::printf("{\"seconds\": %.9f, \"quality\": %.17g}\n", seconds, one.quality());
            }
        } catch (const std::exception& error) {
            std::printf("{\"error\": %s}\n", quoted(error.what()).c_str());
        }
        std::fflush(stdout);
    }
    return 0;
}
