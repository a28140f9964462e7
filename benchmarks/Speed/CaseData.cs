using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Speed;

/// <summary>The folder of a case's data for the peers outside this program: written when the first asks, gone with this.</summary>
/// <param name="write">Writes the data into the folder that it is given.</param>
internal sealed class CaseData(Action<string> write) : IDisposable
{
    private string? folder;

    /// <exception cref="PeerFailedException">It can't be written.</exception>
    public string Folder
    {
        get
        {
            if (folder is not null) return folder;
            string made = Directory.CreateTempSubdirectory("classicml-speed-").FullName;
            try
            {
                write(made);
                return folder = made;
            }
            catch (IOException e)
            {
                throw new PeerFailedException($"its data could not be written: {e.Message}");
            }
            finally
            {
                if (folder is null) Directory.Delete(made, recursive: true);
            }
        }
    }

    public void Dispose()
    {
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }
}
