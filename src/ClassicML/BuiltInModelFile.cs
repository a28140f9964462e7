using ClassicML.Serialization;

namespace ClassicML;

/// <summary>Model files of what the library brings along: <see cref="ModelFile"/> with <see cref="BuiltIn.Registry"/>.</summary>
public static class BuiltInModelFile
{
    extension(ModelFile)
    {
        /// <summary>Writes a model to a file. A file of that name is replaced at once when the new one is whole, and else stays as it was.</summary>
        /// <param name="model">A model of the library.</param>
        /// <param name="path">The name of the file.</param>
        /// <param name="options">What to write beside the model. Null, the default: the time.</param>
        /// <exception cref="ArgumentException">The model's type, or that of a part, is not one of the library's.</exception>
        /// <exception cref="IOException">The file can't be written.</exception>
        public static void Save(IModel model, string path, ModelFileOptions? options = null) => ModelFile.Save(model, path, BuiltIn.Registry, options);

        /// <summary>Writes a model to a stream.</summary>
        /// <param name="model">A model of the library.</param>
        /// <param name="stream">The stream, which stays open.</param>
        /// <param name="options">What to write beside the model. Null, the default: the time.</param>
        /// <exception cref="ArgumentException">The model's type, or that of a part, is not one of the library's.</exception>
        public static void Save(IModel model, Stream stream, ModelFileOptions? options = null) => ModelFile.Save(model, stream, BuiltIn.Registry, options);

        /// <summary>Reads a model from a file.</summary>
        /// <typeparam name="T">What is expected, such as <see cref="IClassifierModel"/> or a model's own type.</typeparam>
        /// <exception cref="ModelFormatException">It is no model file, is damaged, or holds something else; the message says what.</exception>
        /// <exception cref="IOException">It isn't there, or can't be read.</exception>
        public static T Load<T>(string path) where T : class, IModel => ModelFile.Load<T>(path, BuiltIn.Registry);

        /// <summary>Reads a model from a stream, from where that stands to its end.</summary>
        /// <typeparam name="T">What is expected, such as <see cref="IClassifierModel"/> or a model's own type.</typeparam>
        /// <exception cref="ModelFormatException">It is no model file, is damaged, or holds something else; the message says what.</exception>
        public static T Load<T>(Stream stream) where T : class, IModel => ModelFile.Load<T>(stream, BuiltIn.Registry);
    }
}
