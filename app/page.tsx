export default function RunsPage() {
  return <div className="p-4">Runs</div>;
}
